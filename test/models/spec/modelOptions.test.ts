import fc from 'fast-check';
import { expect, test } from 'vitest';
import { modelSpec, parseModelOptions } from '../../../src/models/spec/index.ts';
import { UserError } from '../../../src/userError.ts';

const cnn = { architecture: 'cnn', channels: [8, 16], batchNorm: true, inputShape: [28, 28, 1], classes: 10 };
const wide = { architecture: 'wide-resnet', depth: 28, widenFactor: 2, inputShape: [32, 32, 3], classes: 10 };
const { batchNorm: _, ...withoutBatchNorm } = cnn;

test('dropoutRate may be left out', () => {
  expect(parseModelOptions(cnn)).toEqual({ ...cnn, dropoutRate: 0 });
  expect(parseModelOptions({ ...wide, dropoutRate: 0.3 })).toEqual({ ...wide, dropoutRate: 0.3 });
});

test.each([
  ['an unknown key', { ...cnn, width: 3 }, /unknown key "width"/],
  ['an unknown architecture', { ...cnn, architecture: 'vit' }, /"architecture".*'mlp'/],
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
  ];
  const architecture = fc.constantFrom('mlp', 'cnn', 'resnet', 'wide-resnet', 'constructor');
  const changes = fc.dictionary(fc.constantFrom(...keys), value);
  fc.assert(
    fc.property(architecture, fc.constantFrom(cnn, wide), changes, (name, base, changed) => {
      try {
        modelSpec({ ...base, architecture: name, ...changed } as never);
      } catch (error) {
        expect(error).toBeInstanceOf(UserError);
        expect((error as Error).message).not.toContain('\n');
      }
    }),
  );
});
