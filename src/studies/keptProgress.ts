import * as z from 'zod';
import type { HistoryRow, RunConfig } from '../checkpoints/index.ts';
import { parseRunConfig } from '../checkpoints/runConfig.ts';
import type { EngineDescription } from '../engine/description.ts';
import { schemaIssue } from '../models/spec/index.ts';
import type { TrainingProgress } from '../training/events.ts';
import { UserError } from '../userError.ts';

/** What must be equal for a training to go on to the same bytes. */
export interface TrainingIdentity {
  readonly config: RunConfig;
  /** A fingerprint. */
  readonly dataset: string;
  readonly engine: EngineDescription;
  readonly version: string;
}

/** What an unfinished run keeps besides tensors: progress.json. */
export interface KeptProgress {
  readonly identity: TrainingIdentity;
  readonly progress: TrainingProgress;
}

const share = z.number().min(0).max(1);
const notNegative = z.number().min(0);

/** JSON has no number for a loss that is not finite. */
const loss = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)], {
  error: 'a number is expected',
});

const rowSchema: z.ZodType<HistoryRow> = z.strictObject({
  epoch: z.int().min(1),
  learning_rate: notNegative,
  train_loss: z.number(),
  train_accuracy: share,
  test_loss: loss.nullable(),
  test_accuracy: share.nullable(),
  seconds: notNegative,
});

const progressSchema: z.ZodType<TrainingProgress> = z
  .strictObject({
    history: z.array(rowSchema),
    best: z.strictObject({
      epoch: z.int().min(0),
      accuracy: z.number().min(-1).max(1),
      topFive: share.nullable(),
    }),
  })
  .refine(({ history }) => history.every(({ epoch }, index) => epoch === index + 1), {
    error: 'the epochs of its history are not 1, 2, 3 and so on',
  })
  .refine(
    ({ history, best: { epoch, accuracy } }) =>
      epoch === 0
        ? history.every(({ test_accuracy }) => test_accuracy === null)
        : history[epoch - 1]?.test_accuracy === accuracy,
    { error: 'its best epoch is not one of its history' },
  );

const keptSchema = z.strictObject({
  identity: z.strictObject({
    config: z.record(z.string(), z.unknown()),
    dataset: z.string(),
    engine: z.strictObject({
      name: z.enum(['native', 'wasm', 'cpu']),
      device: z.string(),
      versions: z.record(z.string(), z.string()),
      threads: z.int().min(0),
      precisions: z.array(z.enum(['float32', 'float64'])),
    }),
    version: z.string(),
  }),
  progress: progressSchema,
});

/** As JSON keeps it: a loss that is not finite as a text, and without what is undefined. */
export function storedProgress(kept: KeptProgress): unknown {
  return JSON.parse(
    JSON.stringify(kept, (_key, value: unknown) =>
      typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
    ),
  );
}

/**
 * The inverse of `storedProgress`, of anything.
 *
 * @param epoch how many epochs the history has
 * @throws UserError that says what is wrong
 */
export function parseProgress(stored: unknown, epoch: number): KeptProgress {
  const result = keptSchema.safeParse(stored);
  if (!result.success) throw new UserError(schemaIssue(result.error));
  const { identity, progress } = result.data;
  if (progress.history.length !== epoch) {
    throw new UserError(`its history has ${progress.history.length} epochs; ${epoch} are expected`);
  }
  const config = parseRunConfig(JSON.stringify(identity.config), 'its config');
  return { identity: { ...identity, config }, progress };
}
