import * as z from 'zod';
import { modelOptionsSchema, quoted, schemaIssue } from '../models/spec/index.ts';
import { reason, UserError } from '../userError.ts';
import type { RunConfig } from './types.ts';

/** What `schema` says in a config.json that this version reads. */
const runSchema: RunConfig['schema'] = 'adaptive-sharpness/run/1';

const count = z.int().min(1).optional();
/** The columns of checkpoints.csv that are no hyperparameters (docs/formats.md). */
const reservedNames: readonly string[] = [
  'checkpoint',
  'train_loss',
  'test_loss',
  'train_accuracy',
  'test_accuracy',
  'gap_loss',
  'gap_error',
  'test_loss_standard_error',
];
/** Enough for any study; the statistics take time with the square of it. */
const maxHyperparameters = 50;
/** Names become columns, and field names in figures: nothing that either reads as syntax. */
const hyperparameterName = z
  .string()
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N} _./()%+-]*$/u, {
    error: 'a name of letters, digits, spaces and _ . / ( ) % + - is expected',
  })
  .refine((name) => !reservedNames.includes(name) && !(name in Object.prototype), {
    error: 'a name that is no column of results is expected',
  });
const hyperparameter = z.union([z.number(), z.string(), z.boolean()], {
  error: 'a finite number, a text, true or false is expected',
});
const wholeNumber = z.int().min(0);

const runConfigSchema = z.strictObject({
  schema: z.literal(runSchema),
  model: modelOptionsSchema,
  dataset: z
    .strictObject({
      name: z.string().max(100),
      trainCount: count,
      testCount: count,
      labelNoise: z.number().min(0).max(1).optional(),
      labelNoiseSeed: wholeNumber.optional(),
    })
    .exactOptional(),
  hyperparameters: z
    .record(hyperparameterName, hyperparameter)
    .refine((record) => Object.keys(record).length <= maxHyperparameters, {
      error: `at most ${maxHyperparameters} hyperparameters are expected`,
    })
    .exactOptional(),
  training: z.record(z.string(), z.unknown()).exactOptional(),
  seed: wholeNumber.exactOptional(),
});

/**
 * Checks the text of a config.json.
 *
 * @param path names the file in errors
 * @throws UserError that names the wrong or unknown key
 */
export function parseRunConfig(text: string, path: string): RunConfig {
  const config = parseJson(text, path);
  if (depthOf(config) > maxDepth) {
    throw new UserError(`${path}: nested more than ${maxDepth} deep; fewer levels are expected`);
  }
  if (typeof config === 'object' && config !== null && hasOwnProto(config)) {
    throw new UserError(`${path}: a hyperparameter is named __proto__; rename it`);
  }
  const schema =
    typeof config === 'object' && config !== null && 'schema' in config ? config.schema : undefined;
  if (schema !== runSchema) {
    const found = schema === undefined ? 'no "schema"' : `"schema" is ${quoted(schema)}`;
    throw new UserError(`${path}: ${found}; ${quoted(runSchema)} is expected`);
  }
  const result = runConfigSchema.safeParse(config);
  if (!result.success) throw new UserError(`${path}: ${schemaIssue(result.error)}`);
  return result.data;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UserError(`${path}: not JSON (${reason(error)})`, { cause: error });
  }
}

const maxDepth = 100;

/** How deeply objects and arrays are nested, without recursion: a hostile file may nest without end. */
function depthOf(value: unknown): number {
  let depth = 0;
  let level: unknown[] = [value];
  while (level.length > 0 && depth <= maxDepth) {
    level = level.flatMap((item) => (typeof item === 'object' && item !== null ? Object.values(item) : []));
    depth += 1;
  }
  return depth;
}

/** The schema's records would drop such a key without a word. */
function hasOwnProto(config: object): boolean {
  const { hyperparameters } = config as { readonly hyperparameters?: unknown };
  return (
    typeof hyperparameters === 'object' &&
    hyperparameters !== null &&
    Object.hasOwn(hyperparameters, '__proto__')
  );
}
