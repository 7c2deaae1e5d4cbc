import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cli, engine, expectOneLine, goldenRuns, temporaryFolder } from './cli.ts';
import { documentedKeys } from './commandLinePage.ts';
import { copyRuns } from './smallRuns.ts';

const folder = temporaryFolder();

describe('measure inspect', () => {
  it('describes the tensors of a checkpoint', async () => {
    const { code, stdout, stderr } = await cli('inspect', join(goldenRuns, 'mnist-cnn-batch-norm'));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^model +architecture cnn, channels \[8,16,16\], batchNorm true/m);
    expect(stdout).toMatch(/^conv2\.weight +16 x 8 x 3 x 3 +conv-weight +F32 +1152 /m);
    expect(stdout).toMatch(/^bn1\.running_var +8 +buffer +F32 +8 /m);
    expect(stdout).toContain('3778 parameters, and 80 elements in buffers');
  });

  it('lists the layers, and their totals', async () => {
    const run = join(goldenRuns, 'resnext29-32x4d');
    const { stdout } = await cli('inspect', run);
    expect(stdout).toMatch(/^layer1\.0\.conv2 +convolution +8 x 2 x 3 x 3 +144 +0$/m);
    expect(stdout).toMatch(/^layer1\.0\.bn2 +batch norm +8 +16 +16$/m);
    expect(stdout).toMatch(/^linear +linear +10 x 64 +650 +0$/m);
    expect(stdout).toMatch(/^63 layers +\d+ +\d+$/m);
    const { layers, parameterCount } = JSON.parse((await cli('inspect', run, '--json')).stdout);
    expect(layers[0]).toEqual({
      ...{ name: 'conv1', kind: 'convolution', shape: [64, 3, 1, 1], parameters: 192, buffers: 0 },
    });
    const sum = layers.reduce((all: number, { parameters }: { parameters: number }) => all + parameters, 0);
    expect(sum).toBe(parameterCount);
  });

  it('gives numbers as JSON, non-finite elements counted', async () => {
    const runs = copyRuns(join(folder, 'nan'), ['mnist-mlp']);
    const path = join(runs, 'mnist-mlp', 'model.safetensors');
    const bytes = readFileSync(path);
    const header = JSON.parse(bytes.subarray(8, 8 + Number(bytes.readBigUInt64LE())).toString());
    const { dtype, shape, data_offsets } = header['fc1.bias'];
    const start = 8 + Number(bytes.readBigUInt64LE()) + data_offsets[0];
    const values = [Number.NaN, 3, ...new Array(shape[0] - 2).fill(0)];
    for (const [k, value] of values.entries()) bytes.writeFloatLE(value, start + 4 * k);
    writeFileSync(path, bytes);
    const { stdout } = await cli('inspect', join(runs, 'mnist-mlp'), '--json');
    const found = JSON.parse(stdout).tensors.find(({ name }: { name: string }) => name === 'fc1.bias');
    expect(found).toEqual({
      ...{ name: 'fc1.bias', role: 'linear-bias', dtype, shape, elements: shape[0] },
      ...{ norm: 3, min: 0, max: 3, notFinite: 1 },
    });
  });

  it('says what is wrong with one', async () => {
    const runs = copyRuns(join(folder, 'runs'), ['mnist-cnn']);
    const path = join(runs, 'mnist-cnn', 'model.safetensors');
    truncateSync(path, 100);
    expectOneLine(await cli('inspect', join(runs, 'mnist-cnn')), 1, /mnist-cnn\/model\.safetensors: /);
    expectOneLine(
      await cli('inspect', path),
      1,
      /no such folder; a checkpoint is a folder with config\.json/,
    );
  });
});

describe('measure data mnist', () => {
  it('writes the published files and describes them', async () => {
    const data = join(folder, 'data');
    const { code, stdout } = await cli('data', 'mnist', '--data', data);
    expect(code).toBe(0);
    expect(stdout).toContain('train: 60000 examples, pixel mean 0.1307, std 0.3081');
    expect(stdout).toContain('of each class: 5923 6742 5958 6131 5842 5421 5918 6265 5851 5949');
    expect(existsSync(join(data, 'mnist', 't10k-labels-idx1-ubyte'))).toBe(true);
    truncateSync(join(data, 'mnist', 't10k-labels-idx1-ubyte'), 100);
    expectOneLine(await cli('data', 'mnist', '--data', data), 1, /t10k-labels-idx1-ubyte: 100 bytes, but/);
  });
});

describe('measure engine', () => {
  it('says which engine runs', async () => {
    const { code, stdout } = await cli('engine', '--engine', engine);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^engine +${engine}$`, 'm'));
    expect(stdout).toMatch(/^versions +tfjs-core 4\./m);
    expect(stdout).toMatch(/^threads +1 in each worker/m);
  });

  it('measures how fast it is', async () => {
    const { stdout } = await cli('engine', 'bench', '--engine', engine, '--json');
    const document = JSON.parse(stdout);
    expect(Object.keys(document).sort()).toEqual(documentedKeys('engine bench'));
    const { kernels, operation } = document;
    expect(kernels).toHaveLength(2);
    for (const { forward, backward } of kernels) {
      expect(forward).toBeGreaterThan(0);
      expect(backward).toBeGreaterThan(0);
    }
    expect(operation.eager).toBeGreaterThan(0);
    expect(operation.compiled).toBeGreaterThan(0);
  });
});
