import * as z from 'zod';
import { type ModelOptions, modelOptionsSchema } from '../../models/spec/index.ts';

type JsonSchema = z.core.JSONSchema.JSONSchema;

/**
 * What an option of an architecture must be, in words, as the schema of model options has it: `a whole number from 1 to
 * 32`. What the schema checks by code of its own is not in it.
 */
export function expectedOption(architecture: ModelOptions['architecture'], key: string): string {
  const { oneOf = [] } = z.toJSONSchema(modelOptionsSchema, { io: 'input' });
  const own = oneOf.map(propertiesOf).find((options) => options.architecture?.const === architecture);
  return inWords(own?.[key] ?? {});
}

function propertiesOf(schema: z.core.JSONSchema._JSONSchema): Readonly<Record<string, JsonSchema>> {
  const properties = typeof schema === 'boolean' ? {} : (schema.properties ?? {});
  return Object.fromEntries(
    Object.entries(properties).flatMap(([key, value]) => (typeof value === 'boolean' ? [] : [[key, value]])),
  );
}

function inWords(schema: JsonSchema): string {
  switch (schema.type) {
    case 'boolean':
      return 'true or false';
    case 'integer':
      return `a whole number${range(schema)}`;
    case 'number':
      return `a number${range(schema)}`;
    case 'array':
      return listInWords(schema);
    default:
      return 'another value';
  }
}

function listInWords({ items, prefixItems, minItems = 0, maxItems }: JsonSchema): string {
  if (prefixItems) {
    const most = prefixItems.map((item) => (typeof item === 'object' ? item.maximum : undefined));
    return `a list of ${prefixItems.length} whole numbers from 1, at most [${most.join(', ')}],`;
  }
  const count = minItems === 0 ? `at most ${maxItems}` : `${minItems} to ${maxItems}`;
  const each = typeof items === 'object' && !Array.isArray(items) ? range(items) : '';
  return `a list of ${count} whole numbers${each}`;
}

/** ` from 1 to 32`, ` from 0, less than 1` */
function range({ minimum, maximum, exclusiveMaximum }: JsonSchema): string {
  const least = minimum === undefined ? '' : ` from ${minimum}`;
  const below = exclusiveMaximum === undefined ? '' : `, less than ${exclusiveMaximum}`;
  return `${least}${maximum === undefined ? below : ` to ${maximum}`}`;
}
