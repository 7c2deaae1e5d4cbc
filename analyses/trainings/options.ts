import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chooseEngine } from '../../src/cli/chooseEngine.ts';
import { type EngineName, UserError } from '../../src/index.ts';

/** How much is trained. */
export interface Scale {
  readonly dataset: string;
  /** The first so many examples. */
  readonly trainCount: number;
  readonly testCount: number;
  /** Of SAM and ASAM; SGD, whose epochs cost half as much, gets twice as many. */
  readonly epochs: number;
  /** Runs a case, seeds 0, 1, ...: those of one seed have the same initial weights, order of examples and noise. */
  readonly seeds: number;
}

/** What the command line of an analysis says. */
export interface Options {
  readonly scale: Scale;
  readonly data: string;
  /** Run folders: finished runs in it are not trained again, unfinished ones go on. */
  readonly runs: string;
  /** The table and the figures. */
  readonly out: string;
  /** Trainings at once. */
  readonly workers: number;
  readonly engine: EngineName;
}

/**
 * Reads the command line of an analysis.
 *
 * @param name its file and folders, as `figure-4`
 * @param scale what it is without options
 * @throws UserError when an option is unknown or has no sensible value
 */
export function readOptions(name: string, scale: Scale, args: readonly string[]): Options {
  const { values } = parse(args);
  const count = (option: CountOption, otherwise: number): number => {
    const text = values[option];
    if (text === undefined) return otherwise;
    if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
    throw new UserError(`--${option}: a whole number from 1 is expected, not ${JSON.stringify(text)}`);
  };
  return {
    scale: {
      dataset: values.dataset ?? scale.dataset,
      trainCount: count('train-count', scale.trainCount),
      testCount: count('test-count', scale.testCount),
      epochs: count('epochs', scale.epochs),
      seeds: count('seeds', scale.seeds),
    },
    data: values.data ?? 'data',
    runs: values.runs ?? `out/${name}`,
    out: values.out ?? fileURLToPath(new URL(`../${name}`, import.meta.url)),
    workers: count('workers', availableParallelism()),
    engine: chooseEngine('auto'),
  };
}

const text = { type: 'string' } as const;
const countOptions = {
  workers: text,
  seeds: text,
  epochs: text,
  'train-count': text,
  'test-count': text,
} as const;
type CountOption = keyof typeof countOptions;

function parse(args: readonly string[]) {
  const options = { data: text, dataset: text, out: text, runs: text, ...countOptions } as const;
  try {
    return parseArgs({ args: [...args], options });
  } catch (error) {
    throw new UserError(error instanceof Error ? error.message.split('\n')[0]! : String(error));
  }
}
