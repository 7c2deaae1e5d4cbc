import { plural } from '../../src/cli/say.ts';
import type { Outcomes } from '../trainings/runAnalysis.ts';
import { type PairedDifference, pairedDifference } from '../trainings/statistics.ts';
import { bySeed, compare } from '../trainings/summary.ts';
import { claimVerdict, differenceWords } from '../trainings/text.ts';
import { CHOSEN, caseName, REFERENCE, VARIANTS } from './cases.ts';
import { type Curve, curvesOf } from './curves.ts';

/** What of the paper's three choices shows: items of a list in Markdown. */
export function finding(outcomes: Outcomes): string {
  const curves = new Map(curvesOf(outcomes).map((curve) => [curve.variant.name, curve]));
  const chosen = curves.get(CHOSEN)!;
  const over = (name: string): string => sideBySide(chosen, curves.get(name)!, outcomes);
  const toInfinity = compareBest(chosen, curves.get('element-inf')!, outcomes);
  const toSgd = chosen.best && compare(outcomes.get(chosen.best.name)!, outcomes.get(REFERENCE)!, 'best');
  return `The paper finds p = 2 better than p = ∞, element-wise and filter-wise normalization comparable, and nothing gained by normalizing biases. Differences of the maximum test accuracy from *element-wise, p = 2*, in percentage points:

- **That p = 2 is better than p = ∞ ${claimVerdict([{ difference: toInfinity }])}**: ${differenceWords(toInfinity)} with the best radius of each.
- Element-wise against filter-wise: ${over('filter-2')}.
- Without against with bias normalization: ${over('element-2-bias')}.
- Against SGD, with the best radius: ${toSgd ? differenceWords(toSgd) : 'all runs failed'}.

The best radius is picked by the same test accuracies, of ${plural(largestCount(outcomes), 'run')} each: it looks better than it is.`;
}

/** Each at its best radius, seed by seed. */
function compareBest(ours: Curve, theirs: Curve, outcomes: Outcomes): PairedDifference {
  const at = ({ best }: Curve) => (best ? (outcomes.get(best.name) ?? []) : []);
  return compare(at(ours), at(theirs), 'best');
}

/** Of two kinds with the same radii: over all of them, and with the best of each. */
function sideBySide(ours: Curve, theirs: Curve, outcomes: Outcomes): string {
  const everywhere = pairedDifference(meansBySeed(ours, outcomes), meansBySeed(theirs, outcomes));
  const best = compareBest(ours, theirs, outcomes);
  return `${differenceWords(everywhere)} on average over the radii, ${differenceWords(best)} with the best radius of each`;
}

/** The mean over the radii, of the seeds that failed at none. */
function meansBySeed({ variant }: Curve, outcomes: Outcomes): Map<number, number> {
  const accuracies = variant.radii.map((rho) => bySeed(outcomes.get(caseName(variant, rho)) ?? [], 'best'));
  const [first = new Map<number, number>()] = accuracies;
  return new Map(
    [...first.keys()].flatMap((seed) => {
      const values = accuracies.flatMap((ofRadius) => ofRadius.get(seed) ?? []);
      const isWhole = values.length === accuracies.length;
      return isWhole ? [[seed, values.reduce((sum, value) => sum + value, 0) / values.length] as const] : [];
    }),
  );
}

function largestCount(outcomes: Outcomes): number {
  return Math.max(
    ...VARIANTS.map((variant) => outcomes.get(caseName(variant, variant.radii[0]!))?.length ?? 0),
  );
}
