import { statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { type HostTensor, type RunConfig, readCheckpoint, readRunFolder } from '../checkpoints/index.ts';
import { readHeader } from '../checkpoints/safetensorsHeader.ts';
import { withFile } from '../data/files.ts';
import { type LayerRow, layerTable } from '../models/spec/index.ts';
import { UserError } from '../userError.ts';
import { oneLine, plural, print, printJson } from './say.ts';
import { textTable } from './textTable.ts';

interface TensorReport {
  readonly name: string;
  readonly shape: readonly number[];
  /** `conv-weight` ..., or `buffer` */
  readonly role: string;
  /** In the file; in memory all are float32. */
  readonly dtype: string;
  readonly elements: number;
  /** Euclidean; like min and max, of the finite elements: null where there is none. */
  readonly norm: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly notFinite: number;
}

/** Prints what is in a run folder. */
export function runInspect(folder: string, json: boolean | undefined): void {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UserError(
      `${folder}: no such folder; a checkpoint is a folder with config.json and model.safetensors`,
    );
  }
  const { config, spec, parameters, buffers } = readCheckpoint(
    readRunFolder(folder, basename(resolve(folder))),
  );
  const dtypes = storedTypes(join(folder, 'model.safetensors'));
  const report = (name: string, role: string, tensor: HostTensor): TensorReport => ({
    name,
    role,
    dtype: dtypes.get(name)!,
    ...describe(tensor),
  });
  const tensors = [
    ...spec.parameters.map(({ name, role }) => report(name, role, parameters.get(name)!)),
    ...spec.buffers.map(({ name }) => report(name, 'buffer', buffers.get(name)!)),
  ];
  const { parameterCount } = spec;
  const layers = layerTable(spec);
  if (json) {
    printJson({ folder, config, parameterCount, layers, tensors });
    return;
  }
  print(summary(folder, config));
  print(`\n${layersAsTable(layers)}`);
  print(`\n${tensorTable(tensors)}\n`);
  const bufferElements = total(layers, 'buffers');
  print(`${plural(parameterCount, 'parameter')}, and ${plural(bufferElements, 'element')} in buffers`);
}

function total(layers: readonly LayerRow[], key: 'parameters' | 'buffers'): number {
  return layers.reduce((sum, layer) => sum + layer[key], 0);
}

function layersAsTable(layers: readonly LayerRow[]): string {
  const rows = layers.map(({ name, kind, shape, parameters, buffers }) => [
    name,
    kind,
    shape.join(' x '),
    `${parameters}`,
    `${buffers}`,
  ]);
  const totals = [
    plural(layers.length, 'layer'),
    '',
    '',
    `${total(layers, 'parameters')}`,
    `${total(layers, 'buffers')}`,
  ];
  return textTable(
    ['layer', 'kind', 'weight', 'parameters', 'in buffers'],
    [...rows, totals],
    ['left', 'left', 'left', 'right', 'right'],
  );
}

function storedTypes(path: string): ReadonlyMap<string, string> {
  return withFile(path, (file) => new Map(readHeader(file).map(({ name, dtype }) => [name, dtype])));
}

function describe({ shape, data }: HostTensor): Omit<TensorReport, 'name' | 'role' | 'dtype'> {
  let [squares, min, max, finite] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    finite += 1;
    squares += value * value;
    min = Math.min(min, value);
    max = Math.max(max, value);
  }
  const some = finite > 0;
  return {
    shape,
    elements: data.length,
    norm: some ? Math.sqrt(squares) : null,
    min: some ? min : null,
    max: some ? max : null,
    notFinite: data.length - finite,
  };
}

/** What config.json says, a line a key. */
function summary(folder: string, config: RunConfig): string {
  const { schema: _, ...said } = config;
  const lines = Object.entries(said).map(([key, value]) => `${key.padEnd(15)} ${settings(value)}`);
  return [folder, ...lines].map(oneLine).join('\n');
}

function settings(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return Object.entries(value)
    .map(([key, one]) => `${key} ${typeof one === 'string' ? one : JSON.stringify(one)}`)
    .join(', ');
}

function tensorTable(tensors: readonly TensorReport[]): string {
  const number = (value: number | null): string => (value === null ? '–' : value.toPrecision(5));
  return textTable(
    ['tensor', 'shape', 'role', 'type', 'elements', 'norm', 'min', 'max', 'not finite'],
    tensors.map(({ name, shape, role, dtype, elements, norm, min, max, notFinite }) => [
      name,
      shape.join(' x '),
      role,
      dtype,
      `${elements}`,
      number(norm),
      number(min),
      number(max),
      `${notFinite}`,
    ]),
    ['left', 'left', 'left', 'left', 'right', 'right', 'right', 'right', 'right'],
  );
}
