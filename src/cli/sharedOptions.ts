import { availableParallelism } from 'node:os';
import { Option } from '@commander-js/extra-typings';
import type { Seeds } from '../correlation/index.ts';
import { knownDatasets } from '../data/datasets.ts';
import type { EngineChoice, Precision } from '../engine/description.ts';
import type { BiasPolicy, Normalization, NormOrder } from '../sharpness/types.ts';
import { engineChoices } from './chooseEngine.ts';
import {
  listOf,
  name,
  normOrder,
  numberWithin,
  oneOf,
  positiveNumber,
  shareBelowOne,
  wholeNumber,
  wholeNumberWithin,
} from './optionValues.ts';

/** Options that mean the same in several commands. */

/** Datasets that are known by their names. */
export const datasetNames: readonly string[] = [...knownDatasets.keys()];

/** An option with a value that is parsed, and a default. */
type Valued<Usage extends string, Value> = Option<Usage, undefined, Value, Value>;

/** A word out of some, with a default. */
type Chosen<Usage extends string, Choice> = Option<Usage, undefined, Choice, undefined, false, Choice>;

const bothNorms: readonly NormOrder[] = [2, 'inf'];

export function dataOption(): Valued<'--data <dir>', string> {
  return new Option('--data <dir>', 'the folder that holds mnist/, fashion-mnist/ ...')
    .argParser(name)
    .default<string>('data');
}

export function normOrdersOption(): Valued<'--p <list>', readonly NormOrder[]> {
  return new Option('--p <list>', 'norm orders: numbers above 1, or inf')
    .argParser(listOf(normOrder))
    .default(bothNorms, bothNorms.join());
}

export function normalizationsOption(
  otherwise: readonly Normalization[],
): Valued<'--normalization <list>', readonly Normalization[]> {
  return new Option('--normalization <list>', 'none (sharpness), element, filter (adaptive sharpness)')
    .argParser(listOf(oneOf('none', 'element', 'filter')))
    .default(otherwise, otherwise.join());
}

export function etaOption(): Valued<'--eta <number>', number> {
  return new Option('--eta <number>', 'added to |w| and to the norm of a filter')
    .argParser(numberWithin(0))
    .default(0.01);
}

export function biasOption(): Chosen<'--bias <policy>', BiasPolicy> {
  return new Option('--bias <policy>', 'how T_w treats biases: as 1, like weights, or not perturbed')
    .choices(['constant', 'normalized', 'frozen'] as const)
    .default<BiasPolicy>('constant');
}

export function stepsOption(): Valued<'--steps <count>', number> {
  return new Option('--steps <count>', 'of pgd, apgd and epfl-apgd').argParser(wholeNumber(1)).default(20);
}

export function restartsOption(): Valued<'--restarts <count>', number> {
  return new Option('--restarts <count>', 'starts of pgd, apgd and epfl-apgd: at 0, then random ones')
    .argParser(wholeNumber(1))
    .default(1);
}

export function stepSizeOption(): Option<'--step-size <number>', undefined, undefined, number> {
  return new Option('--step-size <number>', 'of pgd, in radii (default: 2.5 / steps)').argParser(
    positiveNumber,
  );
}

export function momentumOption(): Valued<'--momentum <share>', number> {
  return new Option('--momentum <share>', 'of pgd: of the last step, what the next one adds')
    .argParser(shareBelowOne)
    .default(0.75);
}

export function precisionOption(): Chosen<'--precision <type>', Precision> {
  return new Option('--precision <type>', 'of the losses; float64 needs the native engine')
    .choices(['float32', 'float64'] as const)
    .default<Precision>('float32');
}

export function engineOption(): Chosen<'--engine <name>', EngineChoice> {
  return new Option('--engine <name>', 'where tensors run')
    .choices(engineChoices)
    .default<EngineChoice>('auto');
}

export function threadsOption(): Valued<'--threads <count>', number> {
  return new Option('--threads <count>', 'threads that train; their number decides the last bits')
    .argParser(wholeNumberWithin(1, 1024))
    .default(availableParallelism(), 'one a core');
}

export function workersOption(): Valued<'--workers <count>', number> {
  return new Option('--workers <count>', 'processes that measure')
    .argParser(wholeNumber(1))
    .default(availableParallelism(), 'one a core');
}

export function seedsOption(): Chosen<'--seeds <how>', Seeds> {
  return new Option(
    '--seeds <how>',
    'of one configuration: each is a model (repeats), or all are one with their means (averaged)',
  )
    .choices(['repeats', 'averaged'] as const)
    .default<Seeds>('repeats');
}

export function binsOption(): Option<'--bins <count>', undefined, undefined, number> {
  return new Option(
    '--bins <count>',
    'for ψ: numeric hyperparameters with more values are cut into so many bins of equal counts',
  ).argParser(wholeNumber(2));
}

export function resamplesOption(): Option<'--resamples <count>', undefined, undefined, number> {
  return new Option(
    '--resamples <count>',
    'of which intervals and p-values come; 0: none of these (default: 2000, or 0 of more than 2000 models or 100,000 values)',
  ).argParser(wholeNumberWithin(0, 1_000_000));
}
