import { denseRanks } from './ascending.ts';
import { informationOf, shareOf } from './information.ts';
import { lastPrepared } from './lastPrepared.ts';
import {
  type DenseRanks,
  eachPairCell,
  everyTwo,
  type SharedValues,
  type SignCounts,
  sharedValues,
} from './pairCells.ts';
import { knownModels, type Population } from './population.ts';

/**
 * The score of the competition Predicting Generalization in Deep Learning (Jiang et al. 2020; NeurIPS), as its scoring
 * program computes it. It is the criterion K (see `conditionalInformationIn`) but for these:
 *
 * - Only sets S of exactly two hyperparameters.
 * - V_μ and V_g only say whether the first model's measure and gap are larger: ties count as smaller.
 * - Every model is paired with itself, too.
 * - Information and entropy are averaged over the values of U_S, all weighing the same, whatever their pairs.
 *
 * The program reports it times 100. It makes keys of U_S by writing values behind each other, so that 1, 11 and 11, 1 are
 * one; here they are two. Values of U_S without a pair make its score undefined, and are left out here; they are where
 * the grid is not complete. Its guard of 10⁻¹² within the logarithm is left out, and of the gap, it takes that of the
 * accuracy.
 *
 * O(n²) for each set. Infinities rank beyond all finite values and tie with themselves.
 * @returns what gives the score, in [0, 1], for a measure of the same models: a value each, NaN where a model has none.
 *   A model whose measure or gap is NaN does not enter. null: with fewer than two hyperparameters, or where all of S
 *   decide which gap is larger.
 */
export function pgdlScoreIn(population: Population): (measures: ArrayLike<number>) => number | null {
  const sets = everyTwo(population.hyperparameters);
  const prepare = lastPrepared((models) => ({
    gaps: denseRanks(models.map((model) => population.gaps[model]!)),
    shared: sets.map((set) => sharedValues(set, models)),
  }));
  return (measures) => {
    const models = knownModels(population, measures);
    const { gaps, shared } = prepare(models);
    const ranks = { measures: denseRanks(models.map((model) => measures[model]!)), gaps };
    const scores = shared.map((set) => scoreGiven(set, ranks)).filter((score) => score !== null);
    return scores.length === 0 ? null : Math.min(...scores);
  };
}

function scoreGiven(shared: SharedValues, ranks: DenseRanks): number | null {
  let [mutual, entropy] = [0, 0];
  eachPairCell(shared, ranks, (counts, common) => {
    const larger = largerOrNot(counts, common);
    const pairs = larger.reduce((sum, count) => sum + count, 0);
    const cell = informationOf(larger, 2);
    mutual += cell.mutual / pairs;
    entropy += cell.entropy / pairs;
  });
  return shareOf({ mutual, entropy });
}

/** [2, 2]: is the measure larger, and the gap? Of each, no, then yes. */
function largerOrNot(counts: SignCounts, withThemselves: number): readonly number[] {
  const [below, at, above] = [0, 3, 6];
  const [smaller, equal, larger] = [0, 1, 2];
  const of = (measure: number, gap: number): number => counts[measure + gap]!;
  return [
    of(below, smaller) + of(below, equal) + of(at, smaller) + of(at, equal) + withThemselves,
    of(below, larger) + of(at, larger),
    of(above, smaller) + of(above, equal),
    of(above, larger),
  ];
}
