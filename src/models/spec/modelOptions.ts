import * as z from 'zod';
import { UserError } from '../../userError.ts';
import { architectures } from './architectures.ts';
import { schemaIssue } from './schemaIssue.ts';
import type { ModelOptions } from './types.ts';

const { mlp, ...others } = architectures;

/**
 * What a `config.json` may say under `model`. What has a published value or stands for nothing (`dropoutRate` 0) may
 * be absent; every other key is required, and no further one allowed.
 */
export const modelOptionsSchema: z.ZodType<ModelOptions> = z.discriminatedUnion('architecture', [
  mlp.schema,
  ...Object.values(others).map(({ schema }) => schema),
]);

/**
 * Checks options that come from outside.
 *
 * @throws UserError with one line that names the wrong key
 */
export function parseModelOptions(options: unknown): ModelOptions {
  const result = modelOptionsSchema.safeParse(options);
  if (!result.success) throw new UserError(`model: ${schemaIssue(result.error)}`);
  return result.data;
}
