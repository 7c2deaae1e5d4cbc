import { coefficient, signed } from './numbers.ts';
import { HYPERPARAMETER_NAMES, HYPERPARAMETERS, measureTitle, TABLE_1 } from './paper.ts';
import { type Estimate, estimate, type Resampled } from './resampling.ts';
import type { Coefficients } from './ways.ts';

/** A number that a claim says the sign of. */
interface Part {
  /** What tells it from the claim's other parts; empty where it is the only one. */
  readonly name: string;
  /** Of which of the paper's measures, by their place in Table 1. */
  readonly of: readonly number[];
  readonly value: (coefficients: readonly Coefficients[]) => number | null;
}

/** Something that the paper's text or Table 1 says. */
export interface Claim {
  readonly text: string;
  /** The sign that the numbers have in the paper, and whether all of them or more than half. */
  readonly sign: 1 | -1;
  readonly needs: 'all' | 'most';
  readonly parts: readonly Part[];
}

export type Verdict =
  | 'shows'
  | 'shows in part'
  | 'does not show'
  | 'opposite in part'
  | 'opposite'
  | 'not measured';

/** What becomes of a claim in one way to measure; a part is undefined where a measure lacks. */
export interface Finding {
  readonly verdict: Verdict;
  readonly estimates: readonly (Estimate | undefined)[];
}

const minus = (a: number | null | undefined, b: number | null | undefined): number | null =>
  a === null || a === undefined || b === null || b === undefined ? null : a - b;

/** Adaptive sharpness less sharpness, of one norm. */
const NORMS = [
  { p: '2', pair: [1, 0] },
  { p: '∞', pair: [3, 2] },
] as const;
const EVERY = [...TABLE_1.keys()];

export const CLAIMS: readonly Claim[] = [
  ...NORMS.map(
    ({ p, pair }): Claim => ({
      text: `τ of adaptive sharpness is larger than τ of sharpness, p = ${p}`,
      sign: 1,
      needs: 'all',
      parts: [{ name: '', of: pair, value: ([ours, theirs]) => minus(ours?.tau, theirs?.tau) }],
    }),
  ),
  ...NORMS.map(
    ({ p, pair }): Claim => ({
      text: `Ψ of adaptive sharpness is larger than Ψ of sharpness, p = ${p}`,
      sign: 1,
      needs: 'all',
      parts: [{ name: '', of: pair, value: ([ours, theirs]) => minus(ours?.Psi, theirs?.Psi) }],
    }),
  ),
  ...NORMS.map(
    ({ p, pair }): Claim => ({
      text: `ψ of adaptive sharpness is larger than ψ of sharpness for most hyperparameters, p = ${p}`,
      sign: 1,
      needs: 'most',
      parts: HYPERPARAMETERS.map((name) => ({
        name: HYPERPARAMETER_NAMES[name],
        of: pair,
        value: ([ours, theirs]) => minus(ours?.psi[name], theirs?.psi[name]),
      })),
    }),
  ),
  {
    text: 'ψ of the dropout rate is smaller for adaptive sharpness than for sharpness, p = 2',
    sign: -1,
    needs: 'all',
    parts: [
      {
        name: '',
        of: NORMS[0].pair,
        value: ([ours, theirs]) => minus(ours?.psi.dropoutRate, theirs?.psi.dropoutRate),
      },
    ],
  },
  {
    text: 'ψ of weight decay is negative for sharpness',
    sign: -1,
    needs: 'all',
    parts: partsOf([0, 2], ({ psi }) => psi.weightDecay),
  },
  {
    text: 'ψ of weight decay is positive for adaptive sharpness',
    sign: 1,
    needs: 'all',
    parts: partsOf([1, 3], ({ psi }) => psi.weightDecay),
  },
  {
    text: 'ψ of the mini-batch size is positive for every measure',
    sign: 1,
    needs: 'all',
    parts: partsOf(EVERY, ({ psi }) => psi.batchSize),
  },
  {
    text: 'ψ of the learning rate is positive for every measure',
    sign: 1,
    needs: 'all',
    parts: partsOf(EVERY, ({ psi }) => psi.learningRate),
  },
  {
    text: 'every measure correlates positively with the generalization gap by τ',
    sign: 1,
    needs: 'all',
    parts: partsOf(EVERY, ({ tau }) => tau),
  },
  {
    text: 'every measure correlates positively with the generalization gap by Ψ',
    sign: 1,
    needs: 'all',
    parts: partsOf(EVERY, ({ Psi }) => Psi),
  },
];

function partsOf(places: readonly number[], value: (of: Coefficients) => number | null): readonly Part[] {
  return places.map((place) => ({
    name: measureTitle(TABLE_1[place]!),
    of: [place],
    value: ([one]) => (one === undefined ? null : value(one)),
  }));
}

/** The numbers of a claim in the paper. */
export function paperNumbers({ parts }: Claim): string {
  return numbersText(
    parts,
    parts.map(({ of, value }) => signed(value(of.map((place) => TABLE_1[place]!)))),
  );
}

/**
 * What becomes of a claim: a part shows where its interval is on the paper's side of 0, and its opposite where it is on
 * the other.
 *
 * @param measures in the paper's order; undefined: not measured
 */
export function find(claim: Claim, measures: readonly (Resampled | undefined)[]): Finding {
  const estimates = claim.parts.map(({ of, value }) => {
    const found = of.flatMap((place) => measures[place] ?? []);
    return found.length < of.length ? undefined : estimate(found, value);
  });
  return { verdict: verdictOf(claim, estimates), estimates };
}

function verdictOf({ sign, needs }: Claim, estimates: Finding['estimates']): Verdict {
  if (estimates.every((one) => one === undefined || one.value === null)) return 'not measured';
  const sides = estimates.map((one) => sideOf(one) * sign);
  const [right, wrong] = [1, -1].map((side) => sides.filter((one) => one === side).length);
  const needed = needs === 'all' ? sides.length : Math.floor(sides.length / 2) + 1;
  if (right! >= needed) return 'shows';
  if (wrong! >= needed) return 'opposite';
  if (right! > 0) return 'shows in part';
  return wrong! > 0 ? 'opposite in part' : 'does not show';
}

/** On which side of 0 the whole interval is; 0: neither, or there is none. */
function sideOf(one: Estimate | undefined): 1 | 0 | -1 {
  if (one === undefined || one.low === null || one.high === null) return 0;
  if (one.low > 0) return 1;
  return one.high < 0 ? -1 : 0;
}

/** `+0.113 [+0.021, +0.194]` for each part. */
export function findingNumbers({ parts }: Claim, { estimates }: Finding): string {
  return numbersText(
    parts,
    estimates.map((one) => (one === undefined ? '–' : estimateText(one))),
  );
}

function estimateText({ value, low, high }: Estimate): string {
  if (low === null || high === null) return value === null ? '–' : `${signed(value)} [no interval]`;
  return `${signed(value)} [${coefficient(low)}, ${coefficient(high)}]`;
}

function numbersText(parts: readonly Part[], numbers: readonly string[]): string {
  return parts.map(({ name }, k) => (name === '' ? numbers[k]! : `${name} ${numbers[k]}`)).join('; ');
}
