import { Command, type Option } from '@commander-js/extra-typings';
import { type JsonSchema, studySchema } from '../studies/sweep/studySchema.ts';
import { addMeasureOptions } from './measureOptions.ts';
import { datasetFlags, modelFlags } from './modelFlags.ts';
import {
  augmentationFlags,
  optimizerFlags,
  runFlags,
  scheduleFlags,
  sharpnessFlags,
} from './trainingFlags.ts';

/** A JSON Schema (draft 2020-12) of study files, described in the words of the command's help. */
export function studyJsonSchema(): object {
  const flags = [
    ...[datasetFlags, modelFlags, optimizerFlags, sharpnessFlags],
    ...[scheduleFlags, augmentationFlags, runFlags],
  ].flat();
  const texts = new Map(flags.map(({ path, option }) => [path, inYaml(option.description)]));
  return studySchema({ describe: (path) => texts.get(path), measure: measureSchema() });
}

/** A description of an option as one of a key. */
function inYaml(description: string): string {
  return description
    .replace(/\(default; --no-[\w-]+\)/, '(default: true)')
    .replace(/\(or --no-[\w-]+\)/, '(default: false)')
    .replaceAll('--', '');
}

function measureSchema(): JsonSchema {
  const { options } = addMeasureOptions(new Command());
  return {
    type: 'object',
    properties: Object.fromEntries(options.map((option) => [option.attributeName(), optionSchema(option)])),
    additionalProperties: false,
  };
}

function optionSchema(option: Option): JsonSchema {
  const { defaultValue } = option;
  const isData = ['number', 'string', 'boolean'].includes(typeof defaultValue) || Array.isArray(defaultValue);
  return {
    ...valueSchema(option),
    description: inYaml(option.description),
    ...(isData && { default: defaultValue }),
  };
}

/** Options that take words beside numbers. */
const words: Readonly<Record<string, readonly string[]>> = { samples: ['all'], rho: ['paper', 'chosen'] };

function valueSchema(option: Option): JsonSchema {
  if (option.isBoolean()) return { type: 'boolean' };
  if (option.argChoices) return { enum: [...option.argChoices] };
  const name = option.attributeName();
  const one: JsonSchema = /<(count|number|share)>/.test(option.flags)
    ? { type: 'number' }
    : { type: ['number', 'string'] };
  if (!option.flags.includes('<list>'))
    return name in words ? { anyOf: [one, { enum: [...words[name]!] }] } : one;
  return { anyOf: [one, { type: 'array', items: one, minItems: 1, uniqueItems: true }] };
}
