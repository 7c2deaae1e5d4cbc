import type { Checkpoint } from '../../checkpoints/types.ts';
import { filterPlaces } from '../../models/spec/rescalings.ts';
import type { HostTensor } from '../../models/spec/types.ts';

/** Tensors by name in PyTorch's layout, in double precision. */
export type DoubleTensors = ReadonlyMap<string, HostTensor<Float64Array>>;

/** A network whose batch norms, in evaluation mode, have no statistics any more. */
export interface FoldedNetwork {
  readonly parameters: DoubleTensors;
  readonly buffers: DoubleTensors;
  /** Scales and biases that are 1 and 0 now because a weight and a shift hold what they were. */
  readonly folded: ReadonlySet<string>;
}

/** What batch norm adds to a variance. */
const EPSILON = 1e-5;

/**
 * The same function, in evaluation mode, with batch norm folded away (as nitarshan/robust-generalization-measures does
 * before it takes a norm). Each batch norm y = gamma (x - mean) / sqrt(var + 1e-5) + beta becomes y = gamma' x + beta';
 * where nothing else reads the convolution before it, gamma' becomes a factor of its filters, and the convolution's bias
 * a part of beta'. So the weights no longer depend on how a filter and its batch norm share their scale.
 *
 * Batch norms that do not directly follow a convolution of their own (before the convolutions of a pre-activation
 * network) keep gamma'.
 */
export function foldBatchNorm({
  spec,
  parameters: trained,
  buffers: kept,
}: Pick<Checkpoint, 'spec' | 'parameters' | 'buffers'>): FoldedNetwork {
  const parameters = doubles(trained);
  const buffers = doubles(kept);
  const folded = new Set<string>();
  for (const { name, role } of spec.parameters) {
    if (role === 'batch-norm-weight') absorbStatistics(name.replace(/\.weight$/, ''), parameters, buffers);
  }
  for (const { convolution, batchNorm } of filterPlaces(spec.options)) {
    const scale = parameters.get(`${batchNorm}.weight`)!;
    const filters = parameters.get(`${convolution}.weight`)!;
    const size = filters.data.length / scale.data.length;
    const scaled = filters.data.map((value, i) => value * scale.data[Math.floor(i / size)]!);
    parameters.set(`${convolution}.weight`, { ...filters, data: scaled });
    const bias = parameters.get(`${convolution}.bias`);
    if (bias) {
      const shift = parameters.get(`${batchNorm}.bias`)!;
      const shifted = shift.data.map((value, j) => value + scale.data[j]! * bias.data[j]!);
      parameters.set(`${batchNorm}.bias`, { ...shift, data: shifted });
      parameters.set(`${convolution}.bias`, { ...bias, data: bias.data.map(() => 0) });
      folded.add(`${convolution}.bias`);
    }
    parameters.set(`${batchNorm}.weight`, { ...scale, data: scale.data.map(() => 1) });
    folded.add(`${batchNorm}.weight`);
  }
  return { parameters, buffers, folded };
}

function doubles(tensors: ReadonlyMap<string, HostTensor>): Map<string, HostTensor<Float64Array>> {
  return new Map(
    [...tensors].map(([name, { shape, data }]) => [name, { shape, data: Float64Array.from(data) }]),
  );
}

/** gamma' = gamma / sqrt(var + 1e-5), beta' = beta - gamma' mean; then the mean is 0, and var + 1e-5 is 1. */
function absorbStatistics(
  batchNorm: string,
  parameters: Map<string, HostTensor<Float64Array>>,
  buffers: Map<string, HostTensor<Float64Array>>,
): void {
  const [gamma, beta] = ['weight', 'bias'].map((name) => parameters.get(`${batchNorm}.${name}`)!);
  const [mean, variance] = ['running_mean', 'running_var'].map(
    (name) => buffers.get(`${batchNorm}.${name}`)!,
  );
  const scale = gamma!.data.map((value, j) => value / Math.sqrt(variance!.data[j]! + EPSILON));
  const shift = beta!.data.map((value, j) => value - scale[j]! * mean!.data[j]!);
  parameters.set(`${batchNorm}.weight`, { ...gamma!, data: scale });
  parameters.set(`${batchNorm}.bias`, { ...beta!, data: shift });
  buffers.set(`${batchNorm}.running_mean`, { ...mean!, data: mean!.data.map(() => 0) });
  buffers.set(`${batchNorm}.running_var`, { ...variance!, data: variance!.data.map(() => 1 - EPSILON) });
}
