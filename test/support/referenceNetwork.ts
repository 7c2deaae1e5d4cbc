import type { CnnOptions, HostTensor, MlpOptions } from '../../src/models/spec/index.ts';
import type { BatchNormMode, LossName } from '../../src/sharpness/index.ts';

/** Networks and losses once more, in plain double precision loops, from PyTorch's names and layouts. */

export type StoredWeights = ReadonlyMap<string, HostTensor<Float32Array | Float64Array>>;

/** Images, row-major [examples, height, width, channels]. */
export interface Images {
  readonly values: Float64Array;
  readonly shape: readonly [examples: number, height: number, width: number, channels: number];
}

/** [channel][row][column] */
type Planes = number[][][];

function numbers(length: number, f: (k: number) => number): number[] {
  return Array.from({ length }, (_, k) => f(k));
}

function planes(height: number, width: number, f: (y: number, x: number) => number): number[][] {
  return Array.from({ length: height }, (_, y) => numbers(width, (x) => f(y, x)));
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

function imagesAsPlanes({ values, shape }: Images): Planes[] {
  const [examples, height, width, channels] = shape;
  return Array.from({ length: examples }, (_, n) =>
    Array.from({ length: channels }, (_, c) =>
      planes(height, width, (y, x) => values[((n * height + y) * width + x) * channels + c]!),
    ),
  );
}

/** 3x3, with a frame of zeros. */
function conv(
  input: Planes,
  weight: HostTensor<Float32Array | Float64Array>,
  bias?: ArrayLike<number>,
): Planes {
  const [out, into] = weight.shape as [number, number];
  const [height, width] = [input[0]!.length, input[0]![0]!.length];
  return Array.from({ length: out }, (_, o) =>
    planes(height, width, (y, x) => {
      let value = bias ? bias[o]! : 0;
      for (let i = 0; i < into; i++)
        for (let dy = 0; dy < 3; dy++)
          for (let dx = 0; dx < 3; dx++)
            value +=
              weight.data[((o * into + i) * 3 + dy) * 3 + dx]! * (input[i]![y + dy - 1]?.[x + dx - 1] ?? 0);
      return value;
    }),
  );
}

/** What normalizes a channel. */
interface Moments {
  readonly mean: number;
  readonly variance: number;
}

function momentsOf(batch: readonly Planes[], channel: number): Moments {
  const values = batch.flatMap((input) => input[channel]!.flat());
  const mean = sum(values) / values.length;
  return { mean, variance: sum(values.map((value) => (value - mean) ** 2)) / values.length };
}

function batchNorm(
  batch: readonly Planes[],
  name: string,
  weights: StoredWeights,
  mode: BatchNormMode,
): Planes[] {
  const at = (part: string, channel: number): number => weights.get(`${name}.${part}`)!.data[channel]!;
  const moments = batch[0]!.map((_, channel) =>
    mode === 'batch'
      ? momentsOf(batch, channel)
      : { mean: at('running_mean', channel), variance: at('running_var', channel) },
  );
  return batch.map((input) =>
    input.map((plane, channel) => {
      const { mean, variance } = moments[channel]!;
      const scale = at('weight', channel) / Math.sqrt(variance + 1e-5);
      return plane.map((row) => row.map((value) => (value - mean) * scale + at('bias', channel)));
    }),
  );
}

function maxPool(input: Planes): Planes {
  return input.map((plane) =>
    planes(plane.length >> 1, plane[0]!.length >> 1, (y, x) =>
      Math.max(...[0, 1].flatMap((dy) => [0, 1].map((dx) => plane[2 * y + dy]![2 * x + dx]!))),
    ),
  );
}

function linear(features: readonly number[], name: string, weights: StoredWeights): number[] {
  const weight = weights.get(`${name}.weight`)!;
  const [out, into] = weight.shape as [number, number];
  return numbers(
    out,
    (o) =>
      weights.get(`${name}.bias`)!.data[o]! +
      sum(features.map((value, i) => weight.data[o * into + i]! * value)),
  );
}

const relu = (value: number): number => Math.max(value, 0);

function cnnLogits(
  { channels, batchNorm: normalizes }: CnnOptions,
  weights: StoredWeights,
  images: Images,
  mode: BatchNormMode,
): number[][] {
  let batch = imagesAsPlanes(images);
  channels.forEach((_, k) => {
    const name = `conv${k + 1}`;
    batch = batch.map((input) =>
      conv(input, weights.get(`${name}.weight`)!, weights.get(`${name}.bias`)?.data),
    );
    if (normalizes) batch = batchNorm(batch, `bn${k + 1}`, weights, mode);
    batch = batch.map((input) => input.map((plane) => plane.map((row) => row.map(relu))));
    if (k < channels.length - 1) batch = batch.map(maxPool);
  });
  return batch.map((input) => {
    const pooled = input.map((plane) => sum(plane.flat()) / plane.flat().length);
    return linear(pooled, 'fc', weights);
  });
}

function mlpLogits({ hidden }: MlpOptions, weights: StoredWeights, images: Images): number[][] {
  return imagesAsPlanes(images).map((input) => {
    let features = input.flat(2);
    hidden.forEach((_, k) => {
      features = linear(features, `fc${k + 1}`, weights).map(relu);
    });
    return linear(features, `fc${hidden.length + 1}`, weights);
  });
}

/** Without dropout. */
export function referenceLogits(
  options: CnnOptions | MlpOptions,
  weights: StoredWeights,
  images: Images,
  mode: BatchNormMode = 'evaluation',
): number[][] {
  return options.architecture === 'cnn'
    ? cnnLogits(options, weights, images, mode)
    : mlpLogits(options, weights, images);
}

function crossEntropy(logits: readonly number[], label: number): number {
  const most = Math.max(...logits);
  return Math.log(sum(logits.map((z) => Math.exp(z - most)))) + most - logits[label]!;
}

/** The loss of one example. */
export function referenceLoss(loss: LossName, logits: readonly number[], label: number): number {
  switch (loss) {
    case 'cross-entropy':
      return crossEntropy(logits, label);
    case 'normalized-logits': {
      const mean = sum(logits) / logits.length;
      const centered = logits.map((z) => z - mean);
      const norm = Math.sqrt(sum(centered.map((z) => z * z)));
      return crossEntropy(
        centered.map((z) => z / norm),
        label,
      );
    }
    case 'margin':
      return Math.max(...logits.filter((_, k) => k !== label)) - logits[label]!;
  }
}
