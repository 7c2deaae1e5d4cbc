import * as z from 'zod';
import { UserError } from '../../userError.ts';
import { schemaIssue } from './schemaIssue.ts';
import type { InputShape, ModelOptions } from './types.ts';

// The upper limits are far above any published network of these kinds. They keep a hostile config.json
// from making anyone list, or allocate, without bound.
const size = (most: number) => z.int().min(1).max(most);
const dropoutRate = z.number().min(0).lt(1).default(0);
const common = {
  inputShape: z.tuple([size(1024), size(1024), size(64)]),
  classes: z.int().min(2).max(100_000),
};

const mlp = z.strictObject({
  architecture: z.literal('mlp'),
  hidden: z.array(size(65_536)).max(64),
  ...common,
});

const cnn = z
  .strictObject({
    architecture: z.literal('cnn'),
    channels: z.array(size(4096)).min(1).max(32),
    batchNorm: z.boolean(),
    dropoutRate,
    ...common,
  })
  .refine(({ channels, inputShape }) => channels.length - 1 <= halvings(inputShape), {
    path: ['channels'],
    error: 'too many: the input is halved after every convolution but the last, and has no pixels left',
  });

const resnet = z.strictObject({
  architecture: z.literal('resnet'),
  depth: z
    .int()
    .min(8)
    .max(1202)
    .refine((depth) => (depth - 2) % 6 === 0, { error: 'must be 6n + 2: 20, 32, 44, 56 ...' }),
  ...common,
});

const wideResNet = z.strictObject({
  architecture: z.literal('wide-resnet'),
  depth: z
    .int()
    .min(10)
    .max(604)
    .refine((depth) => (depth - 4) % 6 === 0, { error: 'must be 6n + 4: 10, 16, 22, 28, 40 ...' }),
  widenFactor: size(32),
  dropoutRate,
  ...common,
});

/**
 * What a `config.json` may say under `model`. Every key is required but `dropoutRate` (0 when absent), and
 * no other is allowed.
 */
export const modelOptionsSchema: z.ZodType<ModelOptions> = z.discriminatedUnion('architecture', [
  mlp,
  cnn,
  resnet,
  wideResNet,
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

/** How many times the smaller side can be halved, rounding down, with a pixel left. */
function halvings([height, width]: InputShape): number {
  return Math.floor(Math.log2(Math.min(height, width)));
}
