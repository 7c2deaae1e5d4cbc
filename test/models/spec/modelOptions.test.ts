import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelSpec, parseModelOptions } from '../../../src/models/spec/index.ts';
import { UserError } from '../../../src/userError.ts';

const cnn = { architecture: 'cnn', channels: [8, 16], batchNorm: true, inputShape: [28, 28, 1], classes: 10 };
const wide = { architecture: 'wide-resnet', depth: 28, widenFactor: 2, inputShape: [32, 32, 3], classes: 10 };
const { batchNorm: _, ...withoutBatchNorm } = cnn;

function large(architecture: string, side = 32) {
  return { architecture, inputShape: [side, side, 3], classes: 10 };
}

test('dropoutRate may be left out', () => {
  expect(parseModelOptions(cnn)).toEqual({ ...cnn, dropoutRate: 0 });
  expect(parseModelOptions({ ...wide, dropoutRate: 0.3 })).toEqual({ ...wide, dropoutRate: 0.3 });
});

test.each([
  ['vgg19-bn', { width: 64 }],
  ['densenet121', { growthRate: 32 }],
  ['resnext29-32x4d', { cardinality: 32, bottleneckWidth: 4 }],
  ['pyramidnet', { depth: 272, alpha: 200, shakeDrop: true }],
  ['resnet50', { width: 64 }],
])('%s has its published size where nothing else is said', (architecture, published) => {
  const options = { architecture, inputShape: [32, 32, 3], classes: 10 };
  expect(parseModelOptions(options)).toEqual({ ...options, ...published });
});

test.each([
  ['vgg19-bn', 32, 63],
  ['densenet121', 8, 100],
  ['resnext29-32x4d', 1, 100],
  ['pyramidnet', 1, 100],
  ['resnet50', 1, 300],
])('%s takes images of %i to %i pixels', (architecture, least, most) => {
  for (const [height, width] of [
    [least, most],
    [most, least],
  ]) {
    const options = { architecture, inputShape: [height, width, 3], classes: 10 };
    expect(parseModelOptions(options)).toMatchObject(options);
  }
});

test.each([
  ['an unknown key', { ...cnn, width: 3 }, /unknown key "width"/],
  [
    'an unknown architecture',
    { ...cnn, architecture: 'vit' },
    /"architecture": is no architecture: "vit"; one of mlp, /,
  ],
  ['no architecture', {}, /"architecture"/],
  ['no object', null, /object/],
  ['a missing key', withoutBatchNorm, /"batchNorm"/],
  [
    'a ResNet of depth 21',
    { architecture: 'resnet', depth: 21, inputShape: [32, 32, 3], classes: 10 },
    /6n \+ 2/,
  ],
  ['a Wide ResNet of depth 20', { ...wide, depth: 20 }, /6n \+ 4/],
  ['a fractional width', { ...wide, widenFactor: 1.5 }, /"widenFactor"/],
  ['a huge width', { ...wide, widenFactor: 1e9 }, /"widenFactor"/],
  ['a huge input', { ...wide, inputShape: [1e6, 1e6, 3] }, /"inputShape.0"/],
  ['a dropout rate of 1', { ...wide, dropoutRate: 1 }, /"dropoutRate"/],
  ['no layers', { ...cnn, channels: [] }, /"channels"/],
  ['a PyramidNet of depth 21', { ...large('pyramidnet'), depth: 21 }, /9n \+ 2/],
  ['a VGG for MNIST', large('vgg19-bn', 28), /"inputShape": height and width must be 32 to 63/],
  ['a VGG for large images', large('vgg19-bn', 64), /"inputShape": height and width must be 32 to 63/],
  ['a DenseNet for stamps', large('densenet121', 7), /"inputShape": height and width must be at least 8/],
  ['a width of another architecture', { ...large('resnet50'), growthRate: 2 }, /unknown key "growthRate"/],
  ['a huge PyramidNet', { ...large('pyramidnet'), alpha: 1e6 }, /"alpha"/],
  ['more poolings than pixels', { ...cnn, channels: [1, 1, 1, 1, 1, 1] }, /"channels".*no pixels/],
])('%s is one line that says so', (_name, options, message) => {
  expect(() => parseModelOptions(options)).toThrow(UserError);
  expect(() => parseModelOptions(options)).toThrow(message);
});

test('as many poolings as the input allows are allowed', () => {
  expect(parseModelOptions({ ...cnn, channels: [1, 1, 1, 1, 1] })).toMatchObject({
    channels: [1, 1, 1, 1, 1],
  });
});

test('anything else is refused in one line or gives a specification', () => {
  const value = fc.oneof(
    fc.integer(),
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer({ max: 2000 })),
  );
  const keys = [
    'depth',
    'widenFactor',
    'channels',
    'hidden',
    'batchNorm',
    'dropoutRate',
    'inputShape',
    'classes',
    'width',
    'growthRate',
    'cardinality',
    'bottleneckWidth',
    'alpha',
    'shakeDrop',
  ];
  const architecture = fc.constantFrom(
    ...['mlp', 'cnn', 'resnet', 'wide-resnet', 'vgg19-bn', 'densenet121', 'resnext29-32x4d', 'pyramidnet'],
    ...['resnet50', 'constructor'],
  );
  const changes = fc.dictionary(fc.constantFrom(...keys), value);
  const common = { inputShape: [32, 32, 3], classes: 10 };
  fc.assert(
    fc.property(architecture, fc.constantFrom(cnn, wide, common), changes, (name, base, changed) => {
      try {
        modelSpec({ ...base, architecture: name, ...changed } as never);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect((error as Error).message).not.toContain('\n');
      }
    }),
  );
});
