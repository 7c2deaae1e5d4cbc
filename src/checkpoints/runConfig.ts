import * as z from 'zod';
import { modelOptionsSchema, quoted, schemaIssue } from '../models/spec/index.ts';
import { reason, UserError } from '../userError.ts';
import type { RunConfig } from './types.ts';

/** What `schema` says in a config.json that this version reads. */
const runSchema: RunConfig['schema'] = 'adaptive-sharpness/run/1';

const count = z.int().min(1).optional();
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
  hyperparameters: z.record(z.string(), hyperparameter).exactOptional(),
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
    throw new UserError(`${path}: not JSON (${reason(error)})`);
  }
}
