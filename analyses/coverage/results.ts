import { configurationsOf, hyperparametersOf, withSeeds } from './models.ts';
import type { Case } from './populations.ts';
import { type PValues, pValuesOf } from './pValues.ts';
import { type Finding, findingsOf } from './study.ts';
import { truthOf } from './truth.ts';

/** How often the intervals of one coefficient held the true value, over many studies. */
export interface Result extends Pick<Finding, 'of' | 'statistic' | 'hyperparameter'> {
  readonly case: Case;
  readonly models: number;
  readonly truth: number;
  readonly studies: number;
  /** Of the estimates, over the studies. */
  readonly mean: number;
  readonly deviation: number;
  /** Studies without an interval. They are not in the shares. */
  readonly undefined: number;
  /** Shares of the intervals: those that held the true value, lay wholly above it, and wholly below it. */
  readonly coverage: number;
  readonly above: number;
  readonly below: number;
  readonly meanWidth: number;
  /** Where the coefficient is truly 0; null elsewhere. */
  readonly pValues: PValues | null;
}

/** Many studies of one case. */
export function resultsOf(one: Case, studies: number): readonly Result[] {
  const configurations = configurationsOf(one);
  const truthFor = truthsOf(one);
  const { shared, measureEffects } = one.population;
  const isNull = shared[0] === 0 && measureEffects[0] === 0;
  const all = Array.from({ length: studies }, (_, number) =>
    findingsOf(one, configurations, { number, isNull }),
  );
  return all[0]!.map((finding, k) => {
    const { of, statistic, hyperparameter } = finding;
    const truth = truthFor(finding);
    const findings = all.map((study) => study[k]!);
    return {
      case: one,
      models: withSeeds(configurations, one.grid).length,
      of,
      statistic,
      hyperparameter,
      truth,
      studies,
      ...estimates(findings),
      ...covered(findings, truth),
      pValues: truth === 0 ? pValuesOf(findings) : null,
    };
  });
}

function truthsOf(one: Case): (finding: Finding) => number {
  const first = truthOf(one, 0);
  const [ofFirst, ofSecond] = one.population.shared;
  const second = ofFirst === ofSecond ? first : truthOf(one, 1);
  const hyperparameters = hyperparametersOf(one.grid);
  return ({ of, statistic, hyperparameter }) => {
    const value = ({ tau, tauB, tauOfGrid, psi, Psi }: typeof first): number => {
      if (statistic === 'psi') return psi[hyperparameters.indexOf(hyperparameter!)]!;
      return { tau: of === 'grid' ? tauOfGrid : tau, tau_b: tauB, Psi }[statistic];
    };
    const known = of === 'difference' ? value(first) - value(second) : value(first);
    return Math.abs(known) < 1e-12 ? 0 : known;
  };
}

function estimates(findings: readonly Finding[]): Pick<Result, 'mean' | 'deviation'> {
  const values = findings.flatMap(({ value }) => value ?? []);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** Interval ends that are so near to the true value are equal to it. */
const SAME = 1e-12;

function covered(findings: readonly Finding[], truth: number) {
  const intervals = findings.flatMap(({ ci_low: low, ci_high: high }) =>
    low === null || high === null ? [] : [{ low, high }],
  );
  const share = (count: number): number => count / intervals.length;
  const above = share(intervals.filter(({ low }) => low > truth + SAME).length);
  const below = share(intervals.filter(({ high }) => high < truth - SAME).length);
  return {
    undefined: findings.length - intervals.length,
    coverage: 1 - above - below,
    above,
    below,
    meanWidth: share(intervals.reduce((sum, { low, high }) => sum + high - low, 0)),
  };
}
