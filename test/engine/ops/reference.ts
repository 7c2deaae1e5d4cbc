import { elements, type HostArray } from '../../support/hostTensors.ts';

/** The ops by their definitions, in double precision, one number at a time. */

/** Every index of a shape, in row-major order. */
function indices(shape: readonly number[]): number[][] {
  return Array.from({ length: elements(shape) }, (_, position) => {
    let rest = position;
    return shape
      .toReversed()
      .map((size) => {
        const index = rest % size;
        rest = (rest - index) / size;
        return index;
      })
      .toReversed();
  });
}

/** The element at an index; 0 outside the array. */
function at({ shape, values }: HostArray, index: readonly number[]): number {
  if (index.some((i, axis) => i < 0 || i >= shape[axis]!)) return 0;
  return values[index.reduce((position, i, axis) => position * shape[axis]! + i, 0)]!;
}

function build(shape: readonly number[], value: (index: number[]) => number): HostArray {
  return { shape, values: Float64Array.from(indices(shape), value) };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export interface ConvolutionOptions {
  readonly stride: number;
  /** Zeros before the first row and column. */
  readonly before: number;
  /** Rows and columns of the result. */
  readonly out: readonly [height: number, width: number];
}

/** In groups where the filter has fewer inputs than the image has channels. */
export function convolution(
  x: HostArray,
  filter: HostArray,
  { stride, before, out }: ConvolutionOptions,
): HostArray {
  const [height, width, channels, outChannels] = filter.shape as [number, number, number, number];
  const places = indices([height, width, channels]);
  const groups = x.shape[3]! / channels;
  return build([x.shape[0]!, ...out, outChannels], ([n, row, column, o]) => {
    const first = Math.floor(o! / (outChannels / groups)) * channels;
    return sum(
      places.map(([i, j, c]) => {
        const seen = at(x, [n!, row! * stride + i! - before, column! * stride + j! - before, first + c!]);
        return seen * at(filter, [i!, j!, c!, o!]);
      }),
    );
  });
}

export interface PoolingOptions {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
  /** Rows and columns of the result. */
  readonly out: readonly [height: number, width: number];
}

/** What `combine` makes of the pixels of each window that lie within the image. */
export function pooled(
  x: HostArray,
  { size, stride, padding, out }: PoolingOptions,
  combine: (values: readonly number[]) => number,
): HostArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return build([batch, ...out, channels], ([n, row, column, c]) => {
    const places = indices([size, size])
      .map(([i, j]) => [row! * stride + i! - padding, column! * stride + j! - padding] as const)
      .filter(([i, j]) => i >= 0 && j >= 0 && i < height && j < width);
    return combine(places.map(([i, j]) => at(x, [n!, i, j, c!])));
  });
}

export function mean(values: readonly number[]): number {
  return sum(values) / values.length;
}

export function rectified(x: HostArray): HostArray {
  return { shape: x.shape, values: x.values.map((value) => Math.max(value, 0)) };
}

/** Mean and biased variance of each channel. */
export function channelMoments(x: HostArray): { mean: HostArray; variance: HostArray } {
  const channels = x.shape.at(-1)!;
  const count = x.values.length / channels;
  const channel = (c: number) => Array.from({ length: count }, (_, k) => x.values[k * channels + c]!);
  const mean = build([channels], ([c]) => sum(channel(c!)) / count);
  const variance = build(
    [channels],
    ([c]) => sum(channel(c!).map((v) => (v - mean.values[c!]!) ** 2)) / count,
  );
  return { mean, variance };
}

export function batchNormalized(
  x: HostArray,
  scale: HostArray,
  offset: HostArray,
  { mean, variance }: { readonly mean: HostArray; readonly variance: HostArray },
): HostArray {
  const channels = x.shape.at(-1)!;
  const values = x.values.map((value, k) => {
    const c = k % channels;
    const normalized = (value - mean.values[c]!) / Math.sqrt(variance.values[c]! + 1e-5);
    return normalized * scale.values[c]! + offset.values[c]!;
  });
  return { shape: x.shape, values };
}

export function averagePooled(x: HostArray): HostArray {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  return build(
    [batch, channels],
    ([n, c]) => sum(indices([height, width]).map(([i, j]) => at(x, [n!, i!, j!, c!]))) / (height * width),
  );
}

export function crossEntropy(logits: HostArray, targets: HostArray): HostArray {
  const [examples, classes] = logits.shape as [number, number];
  return build([examples], ([n]) => {
    const row = Array.from({ length: classes }, (_, k) => at(logits, [n!, k]));
    const largest = Math.max(...row);
    const logSum = largest + Math.log(sum(row.map((z) => Math.exp(z - largest))));
    return sum(row.map((z, k) => at(targets, [n!, k]) * (logSum - z)));
  });
}

/** The derivative of `f` by every element, by central differences. */
export function numericGradient(f: (x: HostArray) => number, { shape, values }: HostArray): Float64Array {
  const h = 1e-5;
  const moved = (k: number, by: number) => f({ shape, values: values.with(k, values[k]! + by) });
  return values.map((_, k) => (moved(k, h) - moved(k, -h)) / (2 * h));
}
