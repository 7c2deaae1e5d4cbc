import { describe, expect, it, test } from 'vitest';
import type { ParityCase } from '../../bench/gpu/cases.ts';
import { parityCases } from '../../bench/gpu/cases.ts';
import { checkParity, objection } from '../../bench/gpu/checkGpu.ts';
import { type Measured, parityOf, type Tolerance } from '../../bench/gpu/parity.ts';
import { CPU } from '../../bench/gpu/sides.ts';
import type { MeasurementRow } from '../../src/correlation/index.ts';
import { installedNative } from '../../src/engine/native/cache.ts';

const tolerance: Tolerance = { value: 1e-3, firstOrder: 1e-9, loss: 1e-5, absolute: 1e-12 };

function measured(value: number, more: Partial<MeasurementRow> = {}): Measured {
  const row: MeasurementRow = {
    ...{ checkpoint: 'a', measure: 'sharpness', p: 2, normalization: 'none', rho: 0.1, ascent: 'apgd', m: 8 },
    ...{ samples: 8, value, standard_error: 0, first_order: 1, bias: 'constant', eta: 0.01, layer: null },
    ...{ loss: 'cross-entropy', bn_mode: 'evaluation', perturb: '*', augmentation: 'none', seed: 0 },
    ...{ sampling: 'first', precision: 'float32', refined_groups: 0, below_noise: false, steps: 20 },
    ...{ restarts: 1, step_size: null, momentum: null, draws: null, sigma: null, one_step: 0.5 },
    ...{ restart_spread: null, maximizer_norm: 1, boundary_share: null, still_improving: 0 },
    ...more,
  };
  const losses = { train_loss: 0.25, test_loss: 0.5, gap_loss: 0.25 };
  const accuracies = { train_accuracy: 1, test_accuracy: 0.9, gap_error: 0.1 };
  return {
    checkpoints: [{ checkpoint: 'a', hyperparameters: {}, ...losses, ...accuracies }],
    measurements: [row],
  };
}

const parity = (tested: Measured, reference: Measured = measured(1)) =>
  parityOf(reference, tested, tolerance);

describe('parityOf', () => {
  it('compares values, one-step values, first-order terms and losses', () => {
    expect(parity(measured(1))).toMatchObject({ compared: 5, outside: 0, identical: true });
    expect(parity(measured(1, { one_step: null, first_order: null }))).toMatchObject({ outside: 2 });
    const without = measured(1, { one_step: null, first_order: null });
    expect(parity(without, without)).toMatchObject({ compared: 3, identical: true });
  });

  it('allows each its own share', () => {
    expect(parity(measured(1.0009))).toMatchObject({ outside: 0, identical: false });
    expect(parity(measured(1.0011))).toMatchObject({
      outside: 1,
      worst: {
        what: 'value of a, none, p = 2, rho = 0.1',
        reference: 1,
        tested: 1.0011,
        excess: expect.closeTo(1.1),
      },
    });
    expect(parity(measured(1, { first_order: 1 + 1e-8 }))).toMatchObject({ outside: 1 });
    const worse = measured(1);
    const checkpoints = worse.checkpoints.map((row) => ({ ...row, test_loss: 0.50001 }));
    expect(parity({ ...worse, checkpoints })).toMatchObject({
      outside: 1,
      worst: { what: 'test_loss of a' },
    });
  });

  it('takes infinities and NaN for equal to themselves only', () => {
    for (const value of [Number.POSITIVE_INFINITY, Number.NaN]) {
      expect(parity(measured(value), measured(value))).toMatchObject({ outside: 0, identical: true });
      expect(parity(measured(value))).toMatchObject({ outside: 1 });
      expect(parity(measured(1), measured(value))).toMatchObject({ outside: 1 });
    }
  });

  it('refuses tables of different measures', () => {
    expect(() => parity(measured(1, { rho: 0.2 }))).toThrow(/different measures/);
    expect(() => parity({ ...measured(1), measurements: [] })).toThrow(/different measures/);
    expect(() => parity(measured(1), { ...measured(1), measurements: [] })).toThrow(/different measures/);
  });
});

test('a case proves nothing where a number is out of tolerance, or where all bits are the same', () => {
  expect(objection(parity(measured(1.0001)))).toBeUndefined();
  expect(objection(parity(measured(1)))).toMatch(/same device/);
  expect(objection(parity(measured(2)))).toBe(
    '1 of 5 out of tolerance; value of a, none, p = 2, rho = 0.1 is 2, not 1',
  );
});

test('every case has a name of its own, and both precisions', () => {
  const names = parityCases.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name.endsWith('float64'))).toHaveLength(names.length / 2);
});

/** The same engine that adds up in another order stands for another device. */
const withoutOneDnn = { name: 'CPU', environment: { ...CPU.environment, TF_ENABLE_ONEDNN_OPTS: '0' } };
const small: ParityCase = {
  name: 'small',
  networks: ['mnist-mlp'],
  options: ['--samples', '8', '--rho', '0.1', '--p', '2', '--ascent', 'apgd', '--steps', '3'],
  tolerance: { ...tolerance, absolute: 1e-9 },
};

test.skipIf(installedNative() === undefined)('two sides that agree, and one that is both', async () => {
  const said: string[] = [];
  const say = (line: string): void => void said.push(line);
  expect(await checkParity([CPU, withoutOneDnn], [small], say)).toEqual([]);
  expect(await checkParity([CPU, CPU], [small], say)).toEqual(['small']);
  expect(said).toEqual([
    expect.stringMatching(/^small +\d+ numbers .* s \/ .* s {2}agree$/),
    expect.stringMatching(/same device$/),
  ]);
});
