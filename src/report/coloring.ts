import type { HyperparameterValue } from '../correlation/index.ts';
import { distinctColors } from './chartStyle.ts';

/** How a hyperparameter colors points: a color a value where there are few, a range of colors where there are many. */
export type Coloring =
  | { readonly kind: 'classes'; readonly name: string; readonly classes: readonly ColorClass[] }
  | {
      readonly kind: 'range';
      readonly name: string;
      readonly scale: 'linear' | 'log';
      /** The numbers that stand for `rangeColors`, ascending. */
      readonly stops: readonly number[];
    };

interface ColorClass {
  readonly value: HyperparameterValue;
  readonly color: string;
}

/** Of models that lack the hyperparameter which colors the others. */
export const missingColor: string = '#9a9a9a';

/** Viridis from 0.1 to 0.86: neither end is lost on paper or in the dark. */
const rangeColors: readonly string[] = [
  ...['#482575', '#414386', '#365d8d', '#2b748e', '#228c8e'],
  ...['#20a287', '#36b878', '#65cc5e', '#a1da39'],
];
const mostClasses = 8;
/** Numbers beyond this ratio are told apart by their logarithms. */
const wideRatio = 50;

/** Steps of viridis for few numbers, all of it for many; distinct hues for names. Undefined where there is no value. */
export function coloringOf(name: string, values: readonly HyperparameterValue[]): Coloring | undefined {
  const distinct = [...new Set(values)];
  if (distinct.length === 0) return undefined;
  const numbers = distinct.filter((value) => typeof value === 'number').sort((a, b) => a - b);
  if (numbers.length === distinct.length) {
    if (numbers.length > mostClasses) return rangeOf(name, numbers);
    return { kind: 'classes', name, classes: classesOf(numbers, stepColor) };
  }
  const names = distinct.sort((a, b) => (String(a) < String(b) ? -1 : 1));
  const few = names.length <= distinctColors.length;
  return { kind: 'classes', name, classes: classesOf(names, few ? (i) => distinctColors[i]! : stepColor) };
}

function classesOf(
  values: readonly HyperparameterValue[],
  colorAt: (i: number, count: number) => string,
): readonly ColorClass[] {
  return values.map((value, i) => ({ value, color: colorAt(i, values.length) }));
}

function stepColor(i: number, count: number): string {
  return between(count === 1 ? 0.4 : i / (count - 1));
}

function rangeOf(name: string, numbers: readonly number[]): Coloring {
  const [least, most] = [numbers[0]!, numbers.at(-1)!];
  const isWide = least > 0 && most / least > wideRatio;
  const last = rangeColors.length - 1;
  const stops = rangeColors.map((_, i) =>
    isWide ? least * (most / least) ** (i / last) : least + (most - least) * (i / last),
  );
  return { kind: 'range', name, scale: isWide ? 'log' : 'linear', stops };
}

/** The color of a value that is among those which the coloring was made of. */
export function colorOf(coloring: Coloring, value: HyperparameterValue | null): string {
  if (coloring.kind === 'classes') {
    return coloring.classes.find((one) => one.value === value)?.color ?? missingColor;
  }
  if (typeof value !== 'number') return missingColor;
  const on = coloring.scale === 'log' ? Math.log : Number;
  const [least, most] = [on(coloring.stops[0]!), on(coloring.stops.at(-1)!)];
  return between((on(value) - least) / (most - least));
}

/** A color of the range, at a share of it. */
function between(share: number): string {
  const place = Math.min(1, Math.max(0, share)) * (rangeColors.length - 1);
  const below = Math.min(Math.floor(place), rangeColors.length - 2);
  const mix = [1, 3, 5].map((at) => {
    const [low, high] = [below, below + 1].map((i) => Number.parseInt(rangeColors[i]!.slice(at, at + 2), 16));
    return Math.round(low! + (high! - low!) * (place - below))
      .toString(16)
      .padStart(2, '0');
  });
  return `#${mix.join('')}`;
}

/** A field that colors, as Vega-Lite has it. */
export interface ColorEncoding {
  readonly field: string;
  readonly title: string;
  readonly type: 'ordinal' | 'quantitative';
  readonly scale: object;
}

/** The coloring as a Vega-Lite encoding of a field. */
export function colorEncoding(coloring: Coloring, field: string): ColorEncoding {
  const common = { field, title: coloring.name };
  if (coloring.kind === 'classes') {
    const domain = coloring.classes.map(({ value }) => value);
    const range = coloring.classes.map(({ color }) => color);
    return { ...common, type: 'ordinal', scale: { domain, range } };
  }
  const scale = {
    type: coloring.scale,
    domain: [...coloring.stops],
    range: [...rangeColors],
    interpolate: 'rgb',
  };
  return { ...common, type: 'quantitative', scale };
}
