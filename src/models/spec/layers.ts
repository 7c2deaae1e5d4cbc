import type { BufferSpec, ParameterSpec } from './types.ts';

/** The tensors of one layer, in PyTorch's order. */
export interface LayerSpec {
  readonly parameters: readonly ParameterSpec[];
  readonly buffers: readonly BufferSpec[];
}

/** A convolution with a square kernel: OIHW weight and, if asked for, a bias. */
export function convolution(
  name: string,
  inChannels: number,
  outChannels: number,
  kernel: number,
  options: { readonly bias: boolean } = { bias: false },
): LayerSpec {
  const weight: ParameterSpec = {
    name: `${name}.weight`,
    shape: [outChannels, inChannels, kernel, kernel],
    role: 'conv-weight',
  };
  const bias: ParameterSpec = { name: `${name}.bias`, shape: [outChannels], role: 'conv-bias' };
  return { parameters: options.bias ? [weight, bias] : [weight], buffers: [] };
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
