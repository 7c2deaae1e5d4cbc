import { elementCount } from './modelSpec.ts';
import type { ModelSpec, ParameterRole } from './types.ts';

/** A layer that has parameters. */
export interface LayerRow {
  /** What its tensors' names begin with. */
  readonly name: string;
  readonly kind: 'convolution' | 'linear' | 'batch norm';
  /** Of its weight: convolutions [out, in / groups, height, width], linear layers [out, in], batch norm [channels]. */
  readonly shape: readonly number[];
  readonly parameters: number;
  /** Elements of its buffers. */
  readonly buffers: number;
}

/** The layers of a network in the order of its state_dict. */
export function layerTable(spec: ModelSpec): LayerRow[] {
  const rows = new Map<string, LayerRow>();
  for (const { name, shape, role } of spec.parameters) {
    const layer = layerOf(name);
    const row = rows.get(layer) ?? { name: layer, kind: kindOf(role), shape, parameters: 0, buffers: 0 };
    rows.set(layer, { ...row, parameters: row.parameters + elementCount(shape) });
  }
  for (const { name, shape } of spec.buffers) {
    const row = rows.get(layerOf(name))!;
    rows.set(row.name, { ...row, buffers: row.buffers + elementCount(shape) });
  }
  return [...rows.values()];
}

function layerOf(tensor: string): string {
  return tensor.slice(0, tensor.lastIndexOf('.'));
}

/** A weight comes before its layer's bias. */
function kindOf(role: ParameterRole): LayerRow['kind'] {
  if (role.startsWith('conv')) return 'convolution';
  return role.startsWith('linear') ? 'linear' : 'batch norm';
}
