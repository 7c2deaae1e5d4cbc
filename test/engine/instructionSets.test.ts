import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { instructionSets } from '../../src/engine/native/instructionSets.ts';

const folder = mkdtempSync(join(tmpdir(), 'instruction-sets-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('are what Linux tells of the first processor', () => {
  const path = join(folder, 'cpuinfo');
  writeFileSync(
    path,
    'processor\t: 0\nflags\t\t: fpu sse2 fma avx2 avx avx512fp16\n\nprocessor\t: 1\nflags\t\t: amx_tile\n',
  );
  expect(instructionSets(path)).toEqual(['avx', 'avx2', 'fma']);
});

it('are not known where there is no such file, or none of its lines tells', () => {
  expect(instructionSets(join(folder, 'none'))).toBeUndefined();
  const path = join(folder, 'arm');
  writeFileSync(path, 'processor\t: 0\nFeatures\t: fp asimd\n');
  expect(instructionSets(path)).toBeUndefined();
});
