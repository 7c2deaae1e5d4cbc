import * as z from 'zod';
import { defaultMinTrainAccuracy } from '../../correlation/gate.ts';

/** The keys of a study that are neither a recipe's nor those of measures; each has one message: what is expected. */

const nameError = 'a name of up to 100 letters, digits, spaces and ._-';
export const nameSchema: z.ZodType<string> = z
  .string({ error: nameError })
  .max(100, { error: nameError })
  // a pattern of JSON Schema would not know letters in every editor
  .refine((name) => /^[\p{L}\p{N}][\p{L}\p{N} ._-]*$/u.test(name), { error: nameError });

const seedError = 'a whole number from 0';
export const seedSchema: z.ZodType<number> = z.int({ error: seedError }).min(0, { error: seedError });

const shareError = 'a number from 0 to 1';
export const gateSchemas: { readonly [Key in keyof Gate]: z.ZodType<Gate[Key]> } = {
  gap: z.enum(['loss', 'error'], { error: 'loss or error' }),
  minTrainAccuracy: z
    .number({ error: shareError })
    .min(0, { error: shareError })
    .max(1, { error: shareError }),
};

export interface Gate {
  readonly gap: 'loss' | 'error';
  readonly minTrainAccuracy: number;
}

export const defaultGate: Gate = { gap: 'loss', minTrainAccuracy: defaultMinTrainAccuracy };
export const defaultSeeds: readonly number[] = [0];

/** The keys of a study's file. */
export const studyKeys = ['name', 'base', 'grid', 'seeds', 'gate', 'measures'] as const;
export type StudyKey = (typeof studyKeys)[number];
