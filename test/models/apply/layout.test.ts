import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHost, toHosts, toTensor, toTensors } from '../../../src/models/apply/index.ts';
import type { HostTensor } from '../../../src/models/spec/index.ts';
import { describeOn } from '../../support/describeOn.ts';
import { elements } from '../../support/hostTensors.ts';

const hostTensors: fc.Arbitrary<HostTensor> = fc
  .array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 })
  .chain((shape) =>
    fc
      .float32Array({ minLength: elements(shape), maxLength: elements(shape) })
      .map((data) => ({ shape, data })),
  );

await describeOn('cpu', () => {
  describe('the layout of tensors', () => {
    test('turns filters from [out, in, height, width] to [height, width, in, out]', () => {
      const [out, inputs, height, width] = [2, 3, 1, 2];
      const data = Float32Array.from({ length: out * inputs * height * width }, (_, k) => k);
      const tensor = toTensor({ shape: [out, inputs, height, width], data });
      expect(tensor.shape).toEqual([height, width, inputs, out]);
      expect(tensor.arraySync()).toEqual([
        [
          // [in][out] of the left pixel, then of the right one
          [
            [0, 6],
            [2, 8],
            [4, 10],
          ],
          [
            [1, 7],
            [3, 9],
            [5, 11],
          ],
        ],
      ]);
    });

    test('leaves other ranks as they are', () => {
      const tensor = toTensor({ shape: [2, 3], data: Float32Array.from([1, 2, 3, 4, 5, 6]) });
      expect(tensor.arraySync()).toEqual([
        [1, 2, 3],
        [4, 5, 6],
      ]);
    });

    test('comes back as it was', () => {
      fc.assert(
        fc.property(hostTensors, (stored) => {
          const tensor = toTensor(stored);
          expect(toHost(tensor)).toEqual(stored);
          tensor.dispose();
        }),
      );
    });

    test('shares no memory with the stored tensor', () => {
      const stored = { shape: [2], data: Float32Array.from([1, 2]) };
      const tensor = toTensor(stored);
      stored.data.fill(9);
      const host = toHost(tensor);
      expect(Array.from(host.data)).toEqual([1, 2]);
      host.data.fill(7);
      expect(Array.from(tensor.dataSync())).toEqual([1, 2]);
    });

    test('keeps names and their order', () => {
      const one = { shape: [1], data: Float32Array.of(1) };
      const stored = new Map([
        ['z', one],
        ['a.weight', one],
        ['m', one],
      ]);
      expect(toHosts(toTensors(stored))).toEqual(stored);
      expect([...toHosts(toTensors(stored)).keys()]).toEqual(['z', 'a.weight', 'm']);
    });
  });
});
