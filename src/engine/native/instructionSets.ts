import { existsSync, readFileSync } from 'node:fs';

/** What makes TensorFlow's kernels fast, as Linux names it; without AVX its libraries do not start. */
const known = [
  'avx',
  'avx2',
  'fma',
  'avx512f',
  'avx512_vnni',
  'avx512_bf16',
  'amx_tile',
  'amx_bf16',
  'amx_int8',
];

/** The vector instructions of this machine's processor that TensorFlow uses; undefined where Linux does not tell. */
export function instructionSets(path = '/proc/cpuinfo'): readonly string[] | undefined {
  if (!existsSync(path)) return undefined;
  const flags = /^flags\s*:(.*)$/m.exec(readFileSync(path, 'utf8'))?.[1];
  if (flags === undefined) return undefined;
  const words = new Set(flags.trim().split(' '));
  return known.filter((name) => words.has(name));
}
