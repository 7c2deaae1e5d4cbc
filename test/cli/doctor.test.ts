import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { doctorText } from '../../src/cli/doctor/doctorText.ts';
import { verdict } from '../../src/cli/doctor/findings.ts';
import type { EngineState, Surroundings } from '../../src/cli/doctor/surroundings.ts';
import type { EngineName } from '../../src/engine/description.ts';
import { blocks } from '../docs/pages.ts';
import { start, temporaryFolder } from './cli.ts';
import { documentedKeys } from './commandLinePage.ts';

const folder = temporaryFolder();

function runs(name: EngineName, device: string, versions: Readonly<Record<string, string>>): EngineState {
  return { kind: 'runs', description: { name, device, versions, threads: 1, precisions: ['float32'] } };
}

/** A machine on which all is there. */
const complete: Surroundings = {
  node: '22.14.0',
  platform: 'linux-x64',
  cores: 16,
  instructions: ['avx', 'avx2', 'fma', 'avx512f'],
  native: runs('native', 'GPU', { 'tfjs-core': '4.22.0', tensorflow: '2.21.0' }),
  wasm: runs('wasm', 'CPU', { 'tfjs-core': '4.22.0' }),
  cpu: runs('cpu', 'CPU', { 'tfjs-core': '4.22.0' }),
  cuda: true,
  gpus: ['NVIDIA H100 80GB HBM3, 550.54.15, 81559 MiB'],
  slurm: { missing: [], answers: true, sbatch: 'slurm 22.05.8' },
  memory: { free: 60e9, total: 64e9 },
  freeDisk: 500e9,
  figures: undefined,
  images: undefined,
  data: { directory: 'data', datasets: ['mnist', 'cifar-10'] },
};

const fails: EngineState = { kind: 'fails', reason: 'the engine failed: it did not start' };

/** A fresh and small machine, with a GPU that nothing uses yet. */
const fresh: Surroundings = {
  ...complete,
  cores: 4,
  native: {
    kind: 'absent',
    missing: { kind: 'tools', reason: 'a C++ compiler is missing (install g++ or clang++)' },
  },
  cuda: false,
  slurm: {
    missing: ['sbatch', 'squeue', 'scancel', 'scontrol'],
    answers: false,
    sbatch: 'sbatch is not installed here',
  },
  memory: { free: 1e9, total: 2e9 },
  freeDisk: 0.5e9,
  data: { directory: '/data/sets', datasets: [] },
};

/** A machine on which nothing works. */
const broken: Surroundings = {
  ...fresh,
  node: '18.20.0',
  platform: 'darwin-arm64',
  instructions: undefined,
  native: {
    kind: 'absent',
    missing: { kind: 'platform', reason: 'the native engine is built for Linux only' },
  },
  wasm: fails,
  cpu: fails,
  gpus: [],
  figures: "Cannot find module '@resvg/resvg-js-darwin-arm64'",
  images: 'Could not load the "sharp" module',
};

describe('what doctor says', () => {
  it.each(Object.entries({ complete, fresh, broken }))('of a machine that is %s', async (name, around) => {
    await expect(`${doctorText(around)}\n`).toMatchFileSnapshot(`./snapshots/doctor/${name}.txt`);
  });

  it('in docs/command-line.md', () => {
    const [page] = blocks('text', 'docs/command-line.md');
    const said = doctorText({ ...fresh, gpus: [], data: { directory: 'data', datasets: [] } }).split('\n');
    for (const line of page!.text.trimEnd().split('\n')) expect(said).toContain(line);
  });

  it('of whether measuring works', () => {
    const works = (changed: Partial<Surroundings>) => verdict({ ...complete, ...changed });
    expect(works({}).works).toBe(true);
    expect(works({ node: '20.18.9' })).toEqual({
      works: false,
      text: 'Measuring does not work: Node.js 20.18.9 is too old.',
    });
    expect(works({ node: '20.19.0' }).works).toBe(true);
    expect(works({ native: fails }).text).toBe(
      'Measuring works, on the slower wasm engine where --engine wasm asks for it.',
    );
    expect(works({ native: fails, wasm: fails }).text).toMatch(/works, very slowly, where --engine cpu/);
    expect(works({ native: fails, wasm: fails, cpu: fails }).works).toBe(false);
  });

  it('of an engine that does not start, or cannot', () => {
    const line = (changed: Partial<Surroundings>): string =>
      doctorText({ ...complete, ...changed })
        .split('\n')
        .find((one) => one.startsWith('native'))!;
    expect(line({ native: fails })).toContain(
      'missing  installed with CUDA, but it does not start: the engine',
    );
    const absent: Surroundings['native'] = { kind: 'absent', missing: undefined };
    expect(line({ native: absent, instructions: ['fma'] })).toContain('-        TensorFlow needs AVX');
    expect(line({ native: absent, instructions: undefined })).toContain(
      'missing  not installed: several times',
    );
  });

  it('of Slurm without a cluster', () => {
    const slurm = { missing: [], answers: false, sbatch: 'sbatch: no configuration' };
    expect(doctorText({ ...complete, slurm })).toMatch(
      /^slurm +- +no cluster here: sbatch: no configuration;/m,
    );
  });
});

describe('measure doctor', () => {
  it('looks at this machine', async () => {
    const programs = join(folder, 'programs');
    mkdirSync(programs);
    const nvidia = join(programs, 'nvidia-smi');
    writeFileSync(nvidia, '#!/bin/bash\necho "A GPU, 1.0, 1 MiB"\n');
    chmodSync(nvidia, 0o755);
    const { ended } = start(['doctor', '--data', 'fixtures/data', '--json'], {
      env: { ADAPTIVE_SHARPNESS_CACHE: join(folder, 'cache'), PATH: programs },
    });
    const { code, stdout, stderr } = await ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const document = JSON.parse(stdout);
    expect(Object.keys(document).sort()).toEqual(documentedKeys('doctor'));
    const { works, findings, surroundings } = document;
    expect(works).toBe(true);
    const found = Object.fromEntries(
      findings.map(({ subject, ...finding }: { subject: string }) => [subject, finding]),
    );
    expect(found.native).toEqual({
      state: 'missing',
      text: 'not installed, and Python 3.8 or later is missing (install python3 and python3-pip)',
      get: 'measure engine install',
    });
    expect(found.gpu).toEqual({
      state: 'missing',
      text: 'A GPU, 1.0, 1 MiB: not used, for want of CUDA in the engine',
      get: 'measure engine install --cuda',
    });
    expect(found.datasets).toEqual({ state: 'ok', text: 'mnist in fixtures/data' });
    expect(found.figures.state).toBe('ok');
    expect(surroundings.slurm.missing).toEqual(['sbatch', 'squeue', 'scancel', 'scontrol']);
    expect(surroundings.wasm.description.precisions).toEqual(['float32']);
  });
});
