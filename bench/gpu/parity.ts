import type { CheckpointRow, MeasurementRow } from '../../src/correlation/index.ts';
import { measureKey } from '../../src/correlation/measureIdentity.ts';

/** What two sides may differ by, as shares of what is compared. */
export interface Tolerance {
  readonly value: number;
  /** Of rho ||T g||_q, which is in double precision whatever the plan says. */
  readonly firstOrder: number;
  /** Of losses over all examples, in float32. */
  readonly loss: number;
  /** Added to every share: differences of losses cannot be told apart below it. */
  readonly absolute: number;
}

/** What a run wrote, as far as it is compared. */
export interface Measured {
  readonly checkpoints: readonly CheckpointRow[];
  readonly measurements: readonly MeasurementRow[];
}

/** One number on both sides. */
export interface Difference {
  readonly what: string;
  readonly reference: number;
  readonly tested: number;
  /** How far the two are apart, as a share of what they may be. */
  readonly excess: number;
}

/** How well two sides agree. */
export interface Parity {
  /** How many numbers were compared. */
  readonly compared: number;
  /** Out of tolerance. */
  readonly outside: number;
  /** The pair that is furthest apart, for what it may be. */
  readonly worst: Difference;
  /** Are all pairs the same to the bit? */
  readonly identical: boolean;
}

type Pair = Omit<Difference, 'excess'> & { readonly allowed: number };

function excessOf({ reference, tested, allowed }: Pair, absolute: number): number {
  if (Object.is(reference, tested) || reference === tested) return 0;
  const apart = Math.abs(tested - reference) / (allowed * Math.abs(reference) + absolute);
  // also where one of them is infinite or no number
  return Number.isFinite(apart) ? apart : Number.POSITIVE_INFINITY;
}

function zip<T>(a: readonly T[], b: readonly T[], key: (row: T) => string): readonly (readonly [T, T])[] {
  const different = a.findIndex((row, k) => b[k] === undefined || key(row) !== key(b[k]));
  if (different >= 0 || a.length !== b.length) {
    throw new Error(`the tables are of different measures: ${a.length} rows and ${b.length}`);
  }
  return a.map((row, k) => [row, b[k]!]);
}

function measurementPairs(reference: Measured, tested: Measured, tolerance: Tolerance): Pair[] {
  const key = (row: MeasurementRow): string => `${row.checkpoint} ${measureKey(row)}`;
  return zip(reference.measurements, tested.measurements, key).flatMap(([a, b]) => {
    const where = `${a.checkpoint}, ${a.normalization}, p = ${a.p}, rho = ${a.rho}`;
    const pair = (column: 'value' | 'one_step' | 'first_order', allowed: number): Pair[] => {
      const [one, other] = [a[column], b[column]];
      if (one === null && other === null) return [];
      const numbers = { reference: one ?? Number.NaN, tested: other ?? Number.NaN };
      return [{ what: `${column} of ${where}`, ...numbers, allowed }];
    };
    return [
      ...pair('value', tolerance.value),
      ...pair('one_step', tolerance.value),
      ...pair('first_order', tolerance.firstOrder),
    ];
  });
}

function lossPairs(reference: Measured, tested: Measured, { loss: allowed }: Tolerance): Pair[] {
  return zip(reference.checkpoints, tested.checkpoints, ({ checkpoint }) => checkpoint).flatMap(([a, b]) =>
    (['train_loss', 'test_loss'] as const).map((column) => ({
      what: `${column} of ${a.checkpoint}`,
      reference: a[column],
      tested: b[column],
      allowed,
    })),
  );
}

/**
 * Compares what two sides measured by the same plan, number by number: |a - b| <= share |a| + absolute.
 *
 * @throws Error when the tables are not of the same measures
 */
export function parityOf(reference: Measured, tested: Measured, tolerance: Tolerance): Parity {
  const pairs = [
    ...measurementPairs(reference, tested, tolerance),
    ...lossPairs(reference, tested, tolerance),
  ];
  const differences = pairs.map((pair): Difference => {
    const { what, reference: one, tested: other } = pair;
    return { what, reference: one, tested: other, excess: excessOf(pair, tolerance.absolute) };
  });
  const worst = differences.reduce((a, b) => (b.excess > a.excess ? b : a));
  return {
    compared: differences.length,
    outside: differences.filter(({ excess }) => excess > 1).length,
    worst,
    identical: differences.every(({ reference: a, tested: b }) => Object.is(a, b)),
  };
}
