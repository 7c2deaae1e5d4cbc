import { expect, test } from 'vitest';

interface Package {
  readonly version?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
}
type Packages = Readonly<Record<string, Package>> | undefined;

const { areInstalled } = (await import(new URL('../../scripts/dependencies.mjs', import.meta.url).href)) as {
  areInstalled: (wanted: Packages, installed: Packages) => boolean;
};

const a = { version: '1.0.0', integrity: 'sha512-a' };
const b = { version: '2.0.0', integrity: 'sha512-b' };
const wanted = { '': { version: '0.1.0' }, 'node_modules/a': a, 'node_modules/b': { ...b, optional: true } };

test('fresh: every package in its version, optional ones if they fit the platform', () => {
  expect(areInstalled(wanted, { 'node_modules/a': a, 'node_modules/b': b })).toBe(true);
  expect(areInstalled(wanted, { 'node_modules/a': a })).toBe(true);
});

test('stale: none, missing, or another version', () => {
  expect(areInstalled(wanted, undefined)).toBe(false);
  expect(areInstalled(wanted, {})).toBe(false);
  expect(areInstalled(wanted, { 'node_modules/a': { ...a, version: '1.0.1' } })).toBe(false);
  expect(areInstalled(wanted, { 'node_modules/a': a, 'node_modules/b': { ...b, version: '2.0.1' } })).toBe(
    false,
  );
  expect(areInstalled(wanted, { 'node_modules/a': { ...a, integrity: 'sha512-x' } })).toBe(false);
});
