import * as z from 'zod';

// The upper limits are far above any published network of these kinds. They keep a hostile config.json
// from making anyone list, or allocate, without bound.
export const size = (most: number): z.ZodInt => z.int().min(1).max(most);

export const dropoutRate: z.ZodDefault<z.ZodNumber> = z.number().min(0).lt(1).default(0);

/** What every architecture's schema has. */
export const common: {
  readonly inputShape: z.ZodTuple<[z.ZodInt, z.ZodInt, z.ZodInt], null>;
  readonly classes: z.ZodInt;
} = {
  inputShape: z.tuple([size(1024), size(1024), size(64)]),
  classes: z.int().min(2).max(100_000),
};
