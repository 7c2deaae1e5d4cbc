import * as z from 'zod';
import type { TrainDataset } from '../trainRequest.ts';
import type { TrainingRecipe } from './types.ts';

/** Every value has one message: what is expected. */

const number = (error: string) => z.number({ error });
const atLeast0 = number('a number from 0').min(0, { error: 'a number from 0' });
const positive = (error = 'a number above 0') => number(error).gt(0, { error });
const share = (() => {
  const error = 'a number from 0 to 1';
  return number(error).min(0, { error }).max(1, { error });
})();
const shareBelow1 = (() => {
  const error = 'a number from 0, less than 1';
  return number(error).min(0, { error }).lt(1, { error });
})();
const whole = (least: number, error = `a whole number from ${least}`) =>
  z.int({ error }).min(least, { error });
const wholeTo = (most: number) => {
  const error = `a whole number from 1 to ${most}`;
  return z.int({ error }).min(1, { error }).max(most, { error });
};
const oneOf = <const Word extends string>(...words: readonly Word[]) =>
  z.enum(words, { error: `one of ${words.join(', ')}` });
const flag = z.boolean({ error: 'true or false' });
const name = (() => {
  const error = 'the name of a dataset';
  return z.string({ error }).min(1, { error }).max(100, { error });
})();

/** `none` says null too, as flags do. */
const orNone = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === 'none' ? null : value), schema.nullable());
const wholeOrNone = orNone(whole(1, 'a whole number from 1, or none'));
const positiveOrNone = orNone(positive('a number above 0, or none'));

const normOrder = (() => {
  const error = 'a number above 1, at most 1e6, or inf';
  const finite = number(error).gt(1, { error }).max(1e6, { error });
  // YAML writes infinity as .inf
  return z.preprocess(
    (value) => (value === Number.POSITIVE_INFINITY ? 'inf' : value),
    z.union([finite, z.literal('inf')], { error }),
  );
})();

const growing = (() => {
  const error = 'a list of epochs that grow, as [60, 120, 160]';
  return z
    .array(whole(1, error), { error })
    .max(1000, { error })
    .refine((epochs) => epochs.every((epoch, i) => i === 0 || epoch > epochs[i - 1]!), { error });
})();

const training = z.strictObject({
  optimizer: oneOf('sgd', 'adam', 'adamw', 'sam', 'asam'),
  base: oneOf('sgd', 'adam', 'adamw'),
  learningRate: positive(),
  momentum: shareBelow1,
  nesterov: flag,
  beta1: shareBelow1,
  beta2: shareBelow1,
  epsilon: positive(),
  rho: atLeast0,
  p: normOrder,
  normalization: oneOf('none', 'element', 'filter'),
  bias: oneOf('constant', 'normalized', 'frozen'),
  eta: atLeast0,
  m: wholeOrNone,
  batchNormStatistics: oneOf('first', 'both'),
  epochs: wholeTo(1_000_000),
  batchSize: whole(1),
  accumulate: whole(1),
  schedule: oneOf('constant', 'cosine', 'step'),
  warmupEpochs: whole(0),
  milestones: growing,
  factor: positive(),
  weightDecay: atLeast0,
  decayScope: oneOf('all', 'weights'),
  decay: oneOf('coupled', 'decoupled'),
  labelSmoothing: shareBelow1,
  clipNorm: positiveOrNone,
  crop: oneOf('none', 'padded', 'resized'),
  flip: flag,
  autoAugment: flag,
  cutout: whole(0),
  cutMix: share,
  cutMixAlpha: positive(),
  initialization: oneOf('own', 'pytorch', 'he'),
  stopAtLoss: positiveOrNone,
  testEvery: whole(1),
  snapshotEvery: wholeOrNone,
  snapshotBest: flag,
});

const dataset = z.strictObject({
  name,
  trainCount: whole(1),
  testCount: whole(1),
  labelNoise: share,
  labelNoiseSeed: whole(0),
});

/** The keys of each part of a recipe, those of `model` apart: an architecture has its own. */
export const sectionKeys: { readonly training: readonly string[]; readonly dataset: readonly string[] } = {
  training: Object.keys(training.shape),
  dataset: Object.keys(dataset.shape),
};

/** What a recipe says, key by key right; what it says of the model is for the architecture to check. */
export interface GivenRecipe {
  readonly training: Partial<TrainingRecipe>;
  readonly dataset: Partial<TrainDataset>;
  readonly model: Readonly<Record<string, unknown>>;
  readonly seed?: number | undefined;
}

/** A recipe of which any key may be left out. */
export const recipeSchema: z.ZodType<GivenRecipe> = z.strictObject({
  training: training.exactPartial(),
  dataset: dataset.exactPartial(),
  model: z.record(z.string(), z.unknown()),
  seed: whole(0).exactOptional(),
});
