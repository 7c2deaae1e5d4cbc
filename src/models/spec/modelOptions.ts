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
    .refine((depth) => (depth - 2) % 6 === 0, {
      error: ({ input }) => `must be 6n + 2 (20, 32, 44, 56 ...), not ${input}`,
    }),
  ...common,
});

const wideResNet = z.strictObject({
  architecture: z.literal('wide-resnet'),
  depth: z
    .int()
    .min(10)
    .max(604)
    .refine((depth) => (depth - 4) % 6 === 0, {
      error: ({ input }) => `must be 6n + 4 (10, 16, 22, 28, 40 ...), not ${input}`,
    }),
  widenFactor: size(32),
  dropoutRate,
  ...common,
});

const vgg19Bn = z.strictObject({
  architecture: z.literal('vgg19-bn'),
  width: size(512).default(64),
  ...common,
  inputShape: common.inputShape.refine(([height, width]) => height >> 5 === 1 && width >> 5 === 1, {
    error: 'height and width must be 32 to 63: five max-pools have to leave one pixel',
  }),
});

const denseNet121 = z.strictObject({
  architecture: z.literal('densenet121'),
  growthRate: size(512).default(32),
  ...common,
  inputShape: common.inputShape.refine(([height, width]) => Math.min(height, width) >= 8, {
    error: 'height and width must be at least 8: they are halved three times',
  }),
});

const resNeXt29 = z.strictObject({
  architecture: z.literal('resnext29-32x4d'),
  cardinality: size(512).default(32),
  bottleneckWidth: size(512).default(4),
  ...common,
});

const pyramidNet = z.strictObject({
  architecture: z.literal('pyramidnet'),
  depth: z
    .int()
    .min(11)
    .max(1199)
    .refine((depth) => (depth - 2) % 9 === 0, { error: 'must be 9n + 2: 11, 20, 110, 164, 272 ...' })
    .default(272),
  alpha: size(4096).default(200),
  shakeDrop: z.boolean().default(true),
  ...common,
});

const resNet50 = z.strictObject({
  architecture: z.literal('resnet50'),
  width: size(512).default(64),
  ...common,
});

/**
 * What a `config.json` may say under `model`. What has a published value or stands for nothing (`dropoutRate` 0) may
 * be absent; every other key is required, and no further one allowed.
 */
export const modelOptionsSchema: z.ZodType<ModelOptions> = z.discriminatedUnion('architecture', [
  mlp,
  cnn,
  resnet,
  wideResNet,
  vgg19Bn,
  denseNet121,
  resNeXt29,
  pyramidNet,
  resNet50,
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
