import { describe, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { modelSpec } from '../../src/models/spec/index.ts';
import { expectClose } from '../support/expectClose.ts';
import { type GoldenCase, golden, initialParameters, takeSteps } from './goldenTraining.ts';

/** ||actual - expected|| / ||expected - start||: what is wrong, as a share of the way that was gone. */
function relativeError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  start: ArrayLike<number>,
): number {
  let [wrong, way] = [0, 0];
  for (let k = 0; k < expected.length; k++) {
    wrong += (actual[k]! - expected[k]!) ** 2;
    way += (expected[k]! - start[k]!) ** 2;
  }
  return Math.sqrt(wrong / way);
}

/** Where a tensor was before the first step. */
function startOf(network: string, name: string): ArrayLike<number> {
  const options = golden.networks[network]!;
  const parameter = initialParameters(options).get(name);
  if (parameter) return parameter.data;
  const { shape } = modelSpec(options).buffers.find((buffer) => buffer.name === name)!;
  return new Array<number>(shape[0]!).fill(name.endsWith('running_var') ? 1 : 0);
}

/** Steps against PyTorch's in double precision. */
export function stepSuite(engine: Engine, cases: readonly GoldenCase[]): void {
  describe('ten steps are those of the update rule in double precision', () => {
    test.each(cases)('$name', (expected) => {
      const actual = takeSteps(engine, expected);
      expectClose(actual.losses, expected.losses, { relative: TOLERANCE });
      expectClose(actual.squaredNorms, expected.squaredNorms, { relative: TOLERANCE });
      expect(actual.correct).toEqual(expected.correct);
      expect(Object.keys(actual.after).sort()).toEqual(Object.keys(expected.after).sort());
      for (const [name, values] of Object.entries(expected.after)) {
        const error = relativeError(actual.after[name]!, values, startOf(expected.network, name));
        expect(error, name).toBeLessThan(TOLERANCE);
      }
    });
  });
}

/** Float32 comes to a tenth of it. */
const TOLERANCE = 1e-4;
