import * as z from 'zod';
import { nearest } from '../../nearest.ts';
import { UserError } from '../../userError.ts';
import { architectures } from './architectures.ts';
import { quoted, schemaIssue } from './schemaIssue.ts';
import type { ModelOptions } from './types.ts';

const { mlp, ...others } = architectures;

/**
 * What a `config.json` may say under `model`. What has a published value or stands for nothing (`dropoutRate` 0) may
 * be absent; every other key is required, and no further one allowed.
 */
export const modelOptionsSchema: z.ZodType<ModelOptions> = z.discriminatedUnion(
  'architecture',
  [mlp.schema, ...Object.values(others).map(({ schema }) => schema)],
  { error: ({ input }) => unknownArchitecture(input) },
);

function unknownArchitecture(options: unknown): string | undefined {
  if (typeof options !== 'object' || options === null) return undefined;
  const found = 'architecture' in options ? options.architecture : undefined;
  const known = Object.keys(architectures);
  const meant = typeof found === 'string' ? nearest(found, known) : undefined;
  const is = found === undefined ? 'is missing' : `is no architecture: ${quoted(found)}`;
  return meant === undefined
    ? `${is}; one of ${known.join(', ')} is expected`
    : `${is}; did you mean ${meant}?`;
}

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
