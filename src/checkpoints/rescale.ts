import { elementCount, type HostTensor } from '../models/spec/index.ts';
import { filterPlaces, nodePlaces } from '../models/spec/rescalings.ts';
import { randomStream } from '../random/stream.ts';
import type { Checkpoint } from './types.ts';

/** The factors: 2^k, k uniform among the whole numbers from -maxPower to maxPower, for every node or filter. */
export interface RescalingOptions {
  readonly maxPower: number;
  readonly seed: number;
}

/** A network with the same function and other parameters. */
export interface Rescaled extends Pick<Checkpoint, 'parameters' | 'buffers'> {
  /** Layers whose nodes, or filters, were rescaled. */
  readonly layers: number;
  /** Nodes or filters that got a factor. */
  readonly factors: number;
  /** Filters whose factor was raised, so that the running variance stays positive. */
  readonly raised: number;
}

/** What batch norm adds to a variance. */
const EPSILON = 1e-5;

/**
 * Node-wise rescaling across ReLU: what computes a node is multiplied by its factor, what reads it is divided.
 * Powers of two change no digit of a float32 number, so the function is the same to the last bit, unless a
 * number leaves the range of the type.
 *
 * @returns undefined where the architecture has no such nodes
 */
export function rescaleNodes(checkpoint: Checkpoint, options: RescalingOptions): Rescaled | undefined {
  const places = nodePlaces(checkpoint.spec.options);
  if (places.length === 0) return undefined;
  const parameters = new Map(checkpoint.parameters);
  let factors = 0;
  for (const { writer, readers } of places) {
    const bias = parameters.get(`${writer}.bias`)!;
    const powers = drawPowers(writer, bias.data.length, options);
    factors += powers.length;
    scale(parameters, `${writer}.weight`, 0, powers);
    scale(parameters, `${writer}.bias`, 0, powers);
    const inverse = powers.map((power) => -power);
    for (const reader of readers) scale(parameters, `${reader}.weight`, 1, inverse);
  }
  return { parameters, buffers: checkpoint.buffers, layers: places.length, factors, raised: 0 };
}

/**
 * Filter-wise rescaling before batch norm, which does not change the function in evaluation mode: a filter, its
 * bias and the running mean are multiplied by a; the running variance v becomes a^2 (v + 1e-5) - 1e-5. A factor
 * that would make that 0 or less is raised until it does not.
 *
 * @returns undefined where the architecture has no such filters
 */
export function rescaleFilters(checkpoint: Checkpoint, options: RescalingOptions): Rescaled | undefined {
  const places = filterPlaces(checkpoint.spec.options);
  if (places.length === 0) return undefined;
  const parameters = new Map(checkpoint.parameters);
  const buffers = new Map(checkpoint.buffers);
  let factors = 0;
  let raised = 0;
  for (const { convolution, batchNorm } of places) {
    const variances = buffers.get(`${batchNorm}.running_var`)!;
    const drawn = drawPowers(convolution, variances.data.length, options);
    const powers = drawn.map((power, filter) => leastPower(power, variances.data[filter]!));
    factors += powers.length;
    raised += powers.filter((power, filter) => power !== drawn[filter]).length;
    scale(parameters, `${convolution}.weight`, 0, powers);
    if (parameters.has(`${convolution}.bias`)) scale(parameters, `${convolution}.bias`, 0, powers);
    scale(buffers, `${batchNorm}.running_mean`, 0, powers);
    const data = variances.data.map((variance, filter) => scaledVariance(variance, powers[filter]!));
    buffers.set(`${batchNorm}.running_var`, { ...variances, data });
  }
  return { parameters, buffers, layers: places.length, factors, raised };
}

/** Every layer has a stream of its own: one more layer changes no other factor. */
function drawPowers(layer: string, count: number, { maxPower, seed }: RescalingOptions): number[] {
  const stream = randomStream(seed, `rescale/${layer}`);
  return Array.from({ length: count }, () => stream.integer(2 * maxPower + 1) - maxPower);
}

function scaledVariance(variance: number, power: number): number {
  return power === 0 ? variance : Math.fround(4 ** power * (variance + EPSILON) - EPSILON);
}

/** The power, or the first one above it that leaves the variance positive; 0 leaves it as it is. */
function leastPower(power: number, variance: number): number {
  let least = power;
  while (least < 0 && scaledVariance(variance, least) <= 0) least += 1;
  return least;
}

/** Multiplies a tensor by 2^power along an axis. */
function scale(tensors: Map<string, HostTensor>, name: string, axis: 0 | 1, powers: readonly number[]): void {
  const { shape, data } = tensors.get(name)!;
  const inner = elementCount(shape.slice(axis + 1));
  const factors = powers.map((power) => 2 ** power);
  const scaled = data.map((value, i) => value * factors[Math.floor(i / inner) % factors.length]!);
  tensors.set(name, { shape, data: scaled });
}
