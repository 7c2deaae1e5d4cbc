import type { BufferSpec, ParameterSpec } from './types.ts';

/** The tensors of one layer, in PyTorch's order. */
export interface LayerSpec {
  readonly parameters: readonly ParameterSpec[];
  readonly buffers: readonly BufferSpec[];
}

/**
 * A convolution with a square kernel: a weight [out, in / groups, kernel, kernel] and, if asked for, a bias. An output
 * of a group sees the inputs of that group only.
 */
export function convolution(
  name: string,
  inChannels: number,
  outChannels: number,
  kernel: number,
  { bias = false, groups = 1 }: { readonly bias?: boolean; readonly groups?: number } = {},
): LayerSpec {
  const weight: ParameterSpec = {
    name: `${name}.weight`,
    shape: [outChannels, inChannels / groups, kernel, kernel],
    role: 'conv-weight',
  };
  const shift: ParameterSpec = { name: `${name}.bias`, shape: [outChannels], role: 'conv-bias' };
  return { parameters: bias ? [weight, shift] : [weight], buffers: [] };
}

/** A linear layer: [out, in] weight and bias. */
export function linear(name: string, inFeatures: number, outFeatures: number): LayerSpec {
  return {
    parameters: [
      { name: `${name}.weight`, shape: [outFeatures, inFeatures], role: 'linear-weight' },
      { name: `${name}.bias`, shape: [outFeatures], role: 'linear-bias' },
    ],
    buffers: [],
  };
}

/** Batch norm: scale and shift are trained, the running mean and variance are kept. */
export function batchNorm(name: string, channels: number): LayerSpec {
  return {
    parameters: [
      { name: `${name}.weight`, shape: [channels], role: 'batch-norm-weight' },
      { name: `${name}.bias`, shape: [channels], role: 'batch-norm-bias' },
    ],
    buffers: [
      { name: `${name}.running_mean`, shape: [channels], initial: 0 },
      { name: `${name}.running_var`, shape: [channels], initial: 1 },
    ],
  };
}
