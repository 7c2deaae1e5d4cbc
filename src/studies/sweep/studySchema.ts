import * as z from 'zod';
import { modelOptionsSchema } from '../../models/spec/index.ts';
import { recipeSchema } from '../recipe/recipeSchema.ts';
import { measureName } from './readMeasures.ts';
import { modelKeys } from './recipePaths.ts';
import {
  defaultGate,
  defaultSeeds,
  gateSchemas,
  nameSchema,
  type StudyKey,
  seedSchema,
} from './studyParts.ts';

export type JsonSchema = z.core.JSONSchema.JSONSchema;
type Properties = Readonly<Record<string, JsonSchema>>;

/** What is known of a study's keys elsewhere. */
export interface KeyTexts {
  /** What a key of a recipe means, by its path. */
  readonly describe: (path: string) => string | undefined;
  /** The options of a measure. */
  readonly measure: JsonSchema;
}

/**
 * A JSON Schema (draft 2020-12) of studies, for editors. It knows every key, and the values of each by itself; what goes
 * together is for `readStudy` to say.
 */
export function studySchema({ describe, measure }: KeyTexts): JsonSchema {
  const recipe = recipeProperties(describe);
  const paths = Object.entries(recipe).flatMap(([section, keys]) =>
    Object.entries(keys).map(([key, value]) => [`${section}.${key}`, value] as const),
  );
  const properties: Readonly<Record<StudyKey, JsonSchema>> = {
    name: {
      ...plainSchema(nameSchema),
      description: "What the study is called; by default as its file, without the file's ending.",
    },
    base: {
      description: 'What all runs share: a recipe without a seed, or the path of one, relative to this file.',
      anyOf: [{ type: 'string' }, objectOf(mapValues(recipe, objectOf))],
    },
    grid: {
      description:
        'The axes: lists of values, by the path of the key that they set. There is a run for each combination.',
      ...objectOf(Object.fromEntries(paths.map(([path, value]) => [path, axisOf(value)]))),
    },
    seeds: {
      ...listOf(plainSchema(seedSchema)),
      description: 'Every combination is trained once with each.',
      default: [...defaultSeeds],
    },
    gate: {
      description: 'Of the correlation.',
      ...objectOf({
        gap: {
          ...plainSchema(gateSchemas.gap),
          description: 'The generalization gap: test - training loss, or training - test accuracy.',
          default: defaultGate.gap,
        },
        minTrainAccuracy: {
          ...plainSchema(gateSchemas.minTrainAccuracy),
          description: 'Only models with a higher training accuracy enter; 0 lets all in.',
          default: defaultGate.minTrainAccuracy,
        },
      }),
    },
    measures: {
      type: 'object',
      description:
        'How every run is measured: options of measure run, by the name of the folder that they fill.',
      minProperties: 1,
      propertyNames: { pattern: measureName.source },
      additionalProperties: { anyOf: [measure, { type: 'null' }] },
    },
  };
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A study of adaptive-sharpness',
    ...objectOf(properties),
  };
}

/** The keys of a recipe's parts, each described. */
function recipeProperties(
  describe: KeyTexts['describe'],
): Readonly<Record<'model' | 'dataset' | 'training', Properties>> {
  const { dataset, training } = plainSchema(recipeSchema).properties ?? {};
  const described = (section: string, keys: Properties): Properties =>
    Object.fromEntries(
      Object.entries(keys).map(([key, value]) => {
        const description = describe(`${section}.${key}`);
        return [key, description === undefined ? value : { ...value, description }];
      }),
    );
  return {
    model: described('model', modelProperties()),
    dataset: described('dataset', propertiesOf(dataset)),
    training: described('training', propertiesOf(training)),
  };
}

/** The options of all architectures: what any of them takes. */
function modelProperties(): Properties {
  const architectures = (plainSchema(modelOptionsSchema).oneOf ?? []).map(propertiesOf);
  return Object.fromEntries(
    modelKeys.map((key) => {
      const schemas = architectures.map((options) => options[key]).filter((schema) => schema !== undefined);
      const different = new Map(schemas.map((schema) => [JSON.stringify(schema), schema]));
      const [first = {}, ...more] = different.values();
      return [key, more.length === 0 ? first : { anyOf: [first, ...more] }];
    }),
  );
}

function propertiesOf(schema: z.core.JSONSchema._JSONSchema | undefined): Properties {
  const { properties = {} } = typeof schema === 'object' ? schema : {};
  return mapValues<z.core.JSONSchema._JSONSchema, JsonSchema>(properties, (value) =>
    typeof value === 'object' ? value : {},
  );
}

/** The schema of the values that a file may have; what zod checks by code is not in it. */
function plainSchema(schema: z.ZodType): JsonSchema {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, {
    // of what is rewritten before it is checked, the input is anything
    io: 'output',
    override: ({ jsonSchema }) => {
      delete jsonSchema.default;
      if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
      const { anyOf = [] } = jsonSchema;
      const isNullable = anyOf.some(({ type }) => type === 'null');
      // `none` says null too
      if (isNullable && !anyOf.some((one) => one.const === 'none')) anyOf.push({ const: 'none' });
    },
  });
  return plain;
}

function axisOf({ description, ...value }: JsonSchema): JsonSchema {
  return { ...listOf(value), ...(description !== undefined && { description }) };
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items, minItems: 1, uniqueItems: true };
}

function objectOf(properties: Properties): JsonSchema {
  return { type: 'object', properties: { ...properties }, additionalProperties: false };
}

function mapValues<Value, Result>(
  record: Readonly<Record<string, Value>>,
  change: (value: Value) => Result,
): Record<string, Result> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
