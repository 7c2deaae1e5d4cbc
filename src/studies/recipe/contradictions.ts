import { type Choices, hearers } from './hearers.ts';
import { Contradiction, labelOf } from './recipeError.ts';
import type { Settings } from './settings.ts';
import type { TrainingRecipe } from './types.ts';

/** Values that do not go together. */
interface Rule {
  /** The first of them that was given is to blame. */
  readonly keys: readonly (keyof TrainingRecipe)[];
  readonly isBroken: (training: TrainingRecipe) => boolean;
  /** What is wrong and what would be right, after the name of the key. */
  readonly why: (training: TrainingRecipe) => string;
}

const rules: readonly Rule[] = [
  {
    keys: ['nesterov', 'momentum'],
    isBroken: ({ nesterov, momentum }) => nesterov && momentum === 0,
    why: () => 'is momentum that looks ahead, and momentum is 0: say momentum 0.9',
  },
  {
    keys: ['normalization', 'optimizer'],
    isBroken: ({ optimizer, normalization }) => optimizer === 'asam' && normalization === 'none',
    why: () => 'none makes asam sam: say optimizer sam, or normalization element or filter',
  },
  {
    keys: ['decay', 'optimizer', 'base'],
    isBroken: ({ base, decay }) => base === 'adamw' && decay === 'coupled',
    why: () => 'coupled is what adam does, not adamw: say adam, or decay decoupled',
  },
  {
    keys: ['m', 'batchSize'],
    isBroken: ({ m, batchSize }) => m !== null && m >= batchSize,
    why: ({ m, batchSize }) =>
      `does not cut the batch: m is ${m} and batchSize ${batchSize}; say a smaller m, or none`,
  },
  {
    keys: ['m', 'accumulate'],
    isBroken: ({ m, accumulate }) => m !== null && accumulate > 1,
    why: () => 'cuts the batch, and so does accumulate: leave one of them out',
  },
  {
    keys: ['accumulate', 'batchSize'],
    isBroken: ({ accumulate, batchSize }) => accumulate > batchSize,
    why: ({ accumulate, batchSize }) =>
      `cuts a batch of ${batchSize} in ${accumulate} parts: say at most ${batchSize}`,
  },
  {
    keys: ['schedule'],
    isBroken: ({ schedule, milestones }) => schedule === 'step' && milestones.length === 0,
    why: () => 'step needs milestones, the epochs of its steps: as [60, 120, 160]',
  },
  {
    keys: ['milestones', 'epochs'],
    isBroken: ({ milestones, epochs }) => milestones.some((epoch) => epoch >= epochs),
    why: ({ epochs }) => `leaves a milestone that never comes: epochs are counted from 0 to ${epochs - 1}`,
  },
  {
    keys: ['warmupEpochs', 'epochs'],
    isBroken: ({ warmupEpochs, epochs }) => warmupEpochs > epochs,
    why: ({ warmupEpochs, epochs }) =>
      `makes the warm-up longer than the training: ${warmupEpochs} of ${epochs} epochs`,
  },
];

/**
 * Refuses settings of a training that its other settings make senseless, which would be ignored without a word.
 *
 * @param settings what was given
 * @param training what it comes to
 */
export function refuseContradictions(settings: Settings, training: TrainingRecipe): void {
  for (const [key, hearer] of hearers) {
    const setting = settings.get(`training.${key}`);
    if (setting === undefined || hearer.isHeard(training) || isOff(key, setting.value, training)) continue;
    throw new Contradiction(setting.label, `is for ${hearer.of}, and ${hearer.instead(training)}`);
  }
  for (const { keys, isBroken, why } of rules) {
    if (!isBroken(training)) continue;
    const paths = keys.map((key) => `training.${key}`);
    const path = paths.find((one) => settings.has(one)) ?? paths[0]!;
    throw new Contradiction(labelOf(settings, path), why(training));
  }
}

/** Values that say of an option that it is not used. */
function isOff(key: string, value: unknown, { optimizer }: Choices): boolean {
  if (key === 'base') return value === optimizer;
  if (Array.isArray(value)) return value.length === 0;
  return value === 0 || value === false || value === null || value === 'none';
}
