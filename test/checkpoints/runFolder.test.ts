import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  readCheckpoint,
  readRunFolder,
  readSafetensors,
  writeSafetensors,
} from '../../src/checkpoints/index.ts';
import { golden, readJson } from './golden.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const folder = temporaryFolder();
const stateDicts = readJson<Record<string, [string, number[]][]>>(join(golden, 'stateDicts.json'));

function copyOf(name: string): string {
  const copy = join(folder.path, name);
  rmSync(copy, { recursive: true, force: true });
  cpSync(join(golden, 'runs', name), copy, { recursive: true });
  return copy;
}

/** The run with some tensors of its file changed. */
function changed(change: (tensors: ReturnType<typeof readSafetensors>) => void): () => unknown {
  const copy = copyOf('mlp');
  const path = join(copy, 'model.safetensors');
  const tensors = readSafetensors(path);
  change(tensors);
  writeSafetensors(path, tensors);
  return () => readCheckpoint(readRunFolder(copy, 'mlp'));
}

test.each(Object.keys(stateDicts))('%s of PyTorch is read in the order of its specification', (name) => {
  const run = readRunFolder(join(golden, 'runs', name), name);
  const { parameters, buffers } = readCheckpoint(run);
  expect([...parameters.keys()]).toEqual(run.spec.parameters.map((parameter) => parameter.name));
  expect([...buffers.keys()]).toEqual(run.spec.buffers.map((buffer) => buffer.name));
  for (const [tensor, shape] of stateDicts[name]!) {
    if (tensor.endsWith('num_batches_tracked')) continue;
    const found = (parameters.get(tensor) ?? buffers.get(tensor))!;
    expect(found.shape).toEqual(shape);
    expect(found.data.length).toBe(shape.reduce((a, b) => a * b, 1));
  }
});

test('copies in other types agree to their precision', () => {
  const read = (type: string) => {
    const run = readRunFolder(join(golden, 'runs/types', `mlp-${type}`), type);
    return readCheckpoint(run).parameters.get('fc1.weight')!.data;
  };
  const exact = read('f32');
  expect(read('f64')).toEqual(exact);
  for (const [type, precision] of [
    ['f16', 2 ** -11],
    ['bf16', 2 ** -8],
  ] as const) {
    const largest = read(type).reduce((most, x, i) => {
      const size = Math.max(Math.abs(exact[i]!), 1e-4);
      return Math.max(most, Math.abs(x - exact[i]!) / size);
    }, 0);
    expect(largest).toBeLessThanOrEqual(precision);
    expect(largest).toBeGreaterThan(precision / 4);
  }
});

test('a missing, an unknown and a misshapen tensor are named', () => {
  expect(changed((t) => t.delete('fc2.bias'))).toThrow(/model\.safetensors: lacks "fc2\.bias"/);
  expect(changed((t) => t.set('fc9.bias', t.get('fc1.bias')!))).toThrow(
    /has "fc9\.bias", which the mlp of config\.json/,
  );
  expect(changed((t) => t.set('fc1.bias', { shape: [1, 12], data: t.get('fc1.bias')!.data }))).toThrow(
    /"fc1\.bias" has shape \[1,12\]; config\.json makes it \[12\]/,
  );
});

test('a model that is too large is refused with the name of its config.json', () => {
  const copy = copyOf('mlp');
  const config = readJson<{ model: object }>(join(copy, 'config.json'));
  const large = { ...config, model: { ...config.model, hidden: [60_000, 60_000] } };
  writeFileSync(join(copy, 'config.json'), JSON.stringify(large));
  expect(() => readRunFolder(copy, 'mlp')).toThrow(/config\.json: model: .* at most/);
});

test('a config.json of megabytes is not read', () => {
  const copy = copyOf('mlp');
  writeFileSync(
    join(copy, 'config.json'),
    `${readFileSync(join(copy, 'config.json'))}${' '.repeat(2 ** 21)}`,
  );
  expect(() => readRunFolder(copy, 'mlp')).toThrow(/at most 1048576/);
});

test('links out of the folder are not followed, links within it are', () => {
  const copy = copyOf('mlp');
  const path = join(copy, 'model.safetensors');
  rmSync(path);
  symlinkSync(join(golden, 'runs/mlp/model.safetensors'), path);
  expect(() => readRunFolder(copy, 'mlp')).toThrow(/model\.safetensors: a link out of its folder/);
  rmSync(path);
  mkdirSync(join(copy, 'snapshots'));
  cpSync(join(golden, 'runs/mlp/model.safetensors'), join(copy, 'snapshots/best.safetensors'));
  symlinkSync('snapshots/best.safetensors', path);
  expect(readCheckpoint(readRunFolder(copy, 'mlp')).parameters.size).toBe(6);
  rmSync(path);
  symlinkSync('model.safetensors', path);
  expect(() => readRunFolder(copy, 'mlp')).toThrow(/model\.safetensors: cannot be read/);
});
