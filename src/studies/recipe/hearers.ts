import type { TrainingRecipe } from './types.ts';

/** The choices that decide which other keys of `training` are heard. */
export type Choices = Pick<TrainingRecipe, 'optimizer' | 'base' | 'schedule' | 'cutMix'>;

/** Who hears a key, and what there is instead. */
interface Hearer {
  readonly isHeard: (choices: Choices) => boolean;
  /** `sam and asam` */
  readonly of: string;
  /** `the optimizer is sgd` */
  readonly instead: (choices: Choices) => string;
}

const theOptimizer = ({ optimizer }: Choices): string => `the optimizer is ${optimizer}`;
const theRule = ({ optimizer, base }: Choices): string =>
  optimizer === base ? `the optimizer is ${optimizer}` : `the base of ${optimizer} is ${base}`;

export function isSharpnessAware({ optimizer }: Pick<TrainingRecipe, 'optimizer'>): boolean {
  return optimizer === 'sam' || optimizer === 'asam';
}

const sharpnessAware: Hearer = { isHeard: isSharpnessAware, of: 'sam and asam', instead: theOptimizer };
const asam: Hearer = {
  isHeard: ({ optimizer }) => optimizer === 'asam',
  of: 'asam',
  instead: theOptimizer,
};
const sgd: Hearer = { isHeard: ({ base }) => base === 'sgd', of: 'sgd', instead: theRule };
const adam: Hearer = { isHeard: ({ base }) => base !== 'sgd', of: 'adam and adamw', instead: theRule };
const step: Hearer = {
  isHeard: ({ schedule }) => schedule === 'step',
  of: 'schedule step',
  instead: ({ schedule }) => `the schedule is ${schedule}`,
};

const cutMix: Hearer = {
  isHeard: (choices) => choices.cutMix > 0,
  of: 'CutMix',
  instead: () => 'cutMix is 0',
};

/** The keys that only some choices hear; all others are always heard. */
export const hearers: ReadonlyMap<string, Hearer> = new Map<keyof TrainingRecipe, Hearer>([
  ['base', sharpnessAware],
  ['rho', sharpnessAware],
  ['p', sharpnessAware],
  ['normalization', asam],
  ['bias', sharpnessAware],
  ['eta', asam],
  ['m', sharpnessAware],
  ['batchNormStatistics', sharpnessAware],
  ['momentum', sgd],
  ['nesterov', sgd],
  ['beta1', adam],
  ['beta2', adam],
  ['epsilon', adam],
  ['milestones', step],
  ['factor', step],
  ['cutMixAlpha', cutMix],
]);

/** Is the key heard under these choices? */
export function isHeard(key: string, choices: Choices): boolean {
  return hearers.get(key)?.isHeard(choices) ?? true;
}
