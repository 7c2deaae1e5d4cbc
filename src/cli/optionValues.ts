import { type Argument, InvalidArgumentError, type Option } from '@commander-js/extra-typings';
import { type ComplexityFamily, complexityFamilies } from '../complexity/weights/catalogue.ts';
import type { NormOrder } from '../sharpness/types.ts';

/** The values of options: each takes the text of the command line and throws what would be right. */

/** What makes a value of a text; `words` are texts that it takes, for completion. */
export interface Parser<T> {
  (text: string): T;
  readonly words?: readonly string[];
}

/** The words that an option or an argument takes, whatever else it takes. */
export function wordsOf(option: Option | Argument | undefined): readonly string[] {
  const parse = option?.parseArg as Partial<Parser<unknown>> | undefined;
  return option?.argChoices ?? parse?.words ?? [];
}

/** Notes the texts that a parser takes, if it takes words at all. */
export function withWords<T>(words: readonly string[] | undefined, parse: (text: string) => T): Parser<T> {
  return words === undefined ? parse : Object.assign(parse, { words });
}

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

function finite(text: string): number {
  const value = decimal.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

/** A whole number from `least` on. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = finite(text);
    if (Number.isSafeInteger(value) && value >= least) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
  };
}

/** A whole number from `least` to `most`. */
export function wholeNumberWithin(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = finite(text);
    if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

/** An odd whole number from `least` on. */
export function oddNumber(least: number): (text: string) => number {
  return (text) => {
    const value = finite(text);
    if (Number.isSafeInteger(value) && value >= least && value % 2 === 1) return value;
    throw new InvalidArgumentError(`It must be an odd whole number from ${least}.`);
  };
}

/** A number from `least` to `most`. */
export function numberWithin(
  least: number,
  most: number = Number.POSITIVE_INFINITY,
): (text: string) => number {
  return (text) => {
    const value = finite(text);
    if (value >= least && value <= most) return value;
    const range = most === Number.POSITIVE_INFINITY ? `from ${least}` : `from ${least} to ${most}`;
    throw new InvalidArgumentError(`It must be a number ${range}.`);
  };
}

/** A share below all: from 0, less than 1. */
export function shareBelowOne(text: string): number {
  const value = finite(text);
  if (value >= 0 && value < 1) return value;
  throw new InvalidArgumentError('It must be a number from 0, less than 1.');
}

/** A number above 0. */
export function positiveNumber(text: string): number {
  const value = finite(text);
  if (value > 0) return value;
  if (decimal.test(text) && Number(text) === Number.POSITIVE_INFINITY) {
    throw new InvalidArgumentError('It is too large; a number above 0 that is at most 1.7e308 is expected.');
  }
  throw new InvalidArgumentError('It must be a number above 0.');
}

/** p of a norm: a number above 1, or `inf`. */
export const normOrder: Parser<NormOrder> = withWords(['inf'], (text) => {
  if (text === 'inf') return 'inf';
  const value = finite(text);
  if (value > 1 && value <= 1e6) return value;
  throw new InvalidArgumentError('A norm order is a number above 1, at most 1e6, or inf.');
});

/** One of some words. */
export function oneOf<T extends string>(...words: readonly T[]): Parser<T> {
  return withWords(words, (text) => {
    const word = words.find((known) => known === text);
    if (word !== undefined) return word;
    throw new InvalidArgumentError(`Allowed choices are ${words.join(', ')}.`);
  });
}

/** Values with commas between them, none of them twice. */
export function listOf<T>(value: Parser<T>): Parser<readonly T[]> {
  return withWords(value.words, (text) => {
    const values = text.split(',').map((part) => value(part.trim()));
    const twice = values.find((one, index) => values.indexOf(one) < index);
    if (twice === undefined) return values;
    throw new InvalidArgumentError(`${twice} stands there twice.`);
  });
}

/** A name that is not empty; some are known. */
export function nameLike(words: readonly string[]): Parser<string> {
  return withWords(words, (text) => name(text));
}

/** Whole numbers from 1 with commas between them. */
export function listOfCounts(text: string): readonly number[] {
  return text.split(',').map((part) => wholeNumber(1)(part.trim()));
}

/** A name that is not empty. */
export function name(text: string): string {
  if (text !== '') return text;
  throw new InvalidArgumentError('A name is missing.');
}

/** The radii of the paper's grid. */
export const paperRadii: readonly number[] = [
  5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1, 1,
];

/** `paper`, `chosen`, or a list of positive radii in any order. */
export const radii: Parser<readonly number[] | 'chosen'> = withWords(['paper', 'chosen'], (text) => {
  if (text === 'paper') return paperRadii;
  if (text === 'chosen') return 'chosen';
  return [...listOf(positiveNumber)(text)].sort((a, b) => a - b);
});

/** `all`, or a number of examples. */
export const sampleSize: Parser<number | 'all'> = withWords(['all'], (text) =>
  text === 'all' ? 'all' : wholeNumber(1)(text),
);

/** `all`, or families of generalization measures, which come out in the order of the catalogue. */
export const families: Parser<readonly ComplexityFamily[]> = withWords(
  ['all', ...complexityFamilies],
  (text) => {
    if (text === 'all') return complexityFamilies;
    const chosen = listOf(oneOf(...complexityFamilies))(text);
    return complexityFamilies.filter((family) => chosen.includes(family));
  },
);
