import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { discoverRuns } from '../../src/checkpoints/index.ts';
import { golden } from './golden.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const temporary = temporaryFolder();

/** A new folder with a valid run at each of these paths. */
function treeOf(...paths: string[]): string {
  const root = mkdtempSync(join(temporary.path, 'tree-'));
  for (const path of paths) addRun(join(root, path));
  return root;
}

function addRun(folder: string): void {
  cpSync(join(golden, 'runs/types/mlp-f16'), folder, { recursive: true });
}

const names = (folders: readonly string[]) => discoverRuns(folders).runs.map(({ checkpoint }) => checkpoint);

test('runs are found at any depth, in sorted order', () => {
  const root = treeOf('b', 'a/2', 'a/10', 'a/2/below', 'B');
  expect(names([root])).toEqual(['B', 'a/10', 'a/2', 'a/2/below', 'b']);
  expect(discoverRuns([root]).skipped).toEqual([]);
  expect(names([`${root}/a/../a/`])).toEqual(['10', '2', '2/below']);
});

test('a folder that is a run itself has its own name', () => {
  expect(names([join(treeOf('run'), 'run')])).toEqual(['run']);
});

test('with several folders names stay unique, and a run is found once', () => {
  const root = treeOf('x/runs/a', 'y/runs/a', 'z');
  expect(names([join(root, 'x/runs'), join(root, 'z')])).toEqual(['runs/a', 'z']);
  expect(names([join(root, 'x/runs'), join(root, 'y/runs')])).toEqual([
    join(root, 'x/runs/a'),
    join(root, 'y/runs/a'),
  ]);
  expect(names([join(root, 'x'), root])).toEqual(
    [`x/runs/a`, 'y/runs/a', 'z'].map((name, i) => (i === 0 ? name : `${root.split('/').at(-1)}/${name}`)),
  );
});

test('snapshots of a run are no models of their own; a folder of that name elsewhere is searched', () => {
  const root = treeOf('run', 'run/snapshots/best', 'snapshots/a', '.run.123.partial');
  expect(names([root])).toEqual(['run', 'snapshots/a']);
});

test('a folder with one of the two files, or a bad one, is skipped with the reason', () => {
  const root = treeOf('good', 'no-config', 'no-model', 'bad-config');
  rmSync(join(root, 'no-config/config.json'));
  rmSync(join(root, 'no-model/model.safetensors'));
  writeFileSync(join(root, 'bad-config/config.json'), '{}');
  const { runs, skipped } = discoverRuns([root]);
  expect(runs.map(({ checkpoint }) => checkpoint)).toEqual(['good']);
  expect(skipped).toEqual([
    {
      folder: join(root, 'bad-config'),
      reason: expect.stringMatching(/bad-config\/config\.json: no "schema"/),
    },
    {
      folder: join(root, 'no-config'),
      reason: expect.stringMatching(/no-config\/config\.json: no such file/),
    },
    {
      folder: join(root, 'no-model'),
      reason: expect.stringMatching(/no-model\/model\.safetensors: no such file/),
    },
  ]);
});

test('links are not followed: not out of the folder, not in circles, not to a run that is found anyway', () => {
  const outside = treeOf('run');
  const root = treeOf('a');
  symlinkSync(outside, join(root, 'out'));
  symlinkSync(root, join(root, 'a/circle'));
  symlinkSync(join(root, 'a'), join(root, 'b'));
  symlinkSync(join(root, 'nowhere'), join(root, 'dangling'));
  const { runs, skipped } = discoverRuns([root]);
  expect(runs.map(({ checkpoint }) => checkpoint)).toEqual(['a']);
  expect(skipped).toEqual([{ folder: join(root, 'out'), reason: expect.stringMatching(/a link out of/) }]);
  expect(names([root, outside])).toHaveLength(2);
});

test('a run whose files lead elsewhere is skipped', () => {
  const root = treeOf('good', 'bad');
  rmSync(join(root, 'bad/config.json'));
  symlinkSync(join(root, 'good/config.json'), join(root, 'bad/config.json'));
  const { runs, skipped } = discoverRuns([root]);
  expect(runs).toHaveLength(1);
  expect(skipped[0]!.reason).toMatch(/bad\/config\.json: a link out of its folder/);
});

test('the folder to search may itself be a link', () => {
  const root = treeOf('a');
  symlinkSync(root, `${root}-link`);
  expect(names([`${root}-link`])).toEqual(['a']);
  expect(names([`${root}-link`, root])).toHaveLength(1);
});

/** Runs as a user without root's right to read everything. */
function asOrdinaryUser<T>(body: () => T): T {
  if (process.getuid?.() !== 0) return body();
  process.seteuid!(65534);
  try {
    return body();
  } finally {
    process.seteuid!(0);
  }
}

test('an unreadable folder is skipped', () => {
  const root = treeOf('a', 'locked');
  for (const folder of [dirname(root), root]) chmodSync(folder, 0o755);
  chmodSync(join(root, 'locked'), 0);
  const { runs, skipped } = asOrdinaryUser(() => discoverRuns([root]));
  chmodSync(join(root, 'locked'), 0o700);
  expect(runs).toHaveLength(1);
  expect(skipped[0]!.reason).toMatch(/locked: cannot be searched/);
});

test('a folder below an unreadable one is refused in one line', () => {
  const root = treeOf('locked/inside');
  for (const folder of [dirname(root), root]) chmodSync(folder, 0o755);
  chmodSync(join(root, 'locked'), 0);
  const search = () => asOrdinaryUser(() => discoverRuns([join(root, 'locked/inside')]));
  expect(search).toThrow(/^\S+inside: cannot be searched \(EACCES/);
  chmodSync(join(root, 'locked'), 0o700);
});

test('a folder that is not there, and a file, are refused', () => {
  const root = treeOf('a');
  expect(() => discoverRuns([join(root, 'missing')])).toThrow(/missing: no such folder/);
  expect(() => discoverRuns([join(root, 'a/config.json')])).toThrow(/config\.json: not a folder/);
  mkdirSync(join(root, 'empty'));
  expect(discoverRuns([join(root, 'empty')])).toEqual({ runs: [], skipped: [] });
});

test('runs of one network share its specification: it is large, and they are many', () => {
  const root = treeOf('a', 'b');
  const [a, b] = discoverRuns([root]).runs;
  expect(a!.spec).toBe(b!.spec);
  expect(a!.config).not.toBe(b!.config);
});

test('a root that is a link is searched, and a run that a link leads to a second time is found once', () => {
  const root = treeOf('runs/a');
  const link = join(root, 'link');
  symlinkSync(join(root, 'runs'), link);
  expect(names([link])).toEqual(['a']);
  expect(discoverRuns([join(root, 'runs'), link]).runs).toHaveLength(1);
});
