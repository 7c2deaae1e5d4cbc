import { denseRanks } from './ascending.ts';
import { informationOf, shareOf } from './information.ts';
import { lastPrepared } from './lastPrepared.ts';
import { type DenseRanks, eachPairCell, everyTwo, type SharedValues, sharedValues } from './pairCells.ts';
import { type HyperparameterCells, knownModels, type Population } from './population.ts';

/** What a measure says of the gap, given some hyperparameters. */
export interface InformationGiven {
  readonly given: readonly string[];
  /** I(V_μ, V_g | U_S) / H(V_g | U_S), in [0, 1]; null where S decides the order of the gaps. */
  readonly value: number | null;
}

/** K(μ), and the values that it is the smallest of. */
export interface ConditionalInformation {
  /** In [0, 1]; null where no set has a value. */
  readonly value: number | null;
  /** The set S that has it, the first of several. */
  readonly given: readonly string[];
  /** Every set with at most two hyperparameters. */
  readonly sets: readonly InformationGiven[];
}

/**
 * K, the conditional independence criterion of Jiang et al. 2019 ("Fantastic generalization measures and where to find
 * them"): for an ordered pair of two models, V_μ and V_g are the signs of their differences in measure and gap, and U_S
 * the values that both have of the hyperparameters in S. Then
 *
 * > K(μ) = min over |S| ≤ 2 of I(V_μ, V_g | U_S) / H(V_g | U_S)
 *
 * where a pair is as likely as another, so that values of U_S weigh by their pairs. K is 0 where some S makes the orders
 * independent, and 1 where the measure always decides the order of the gaps: the same or the opposite, K does not tell.
 *
 * Normalization, weights, pairs and the minimum are those of two other implementations that were read: the competition
 * program of the paper's first author (see `pgdlScoreIn` for what it does otherwise), and `jiang_normalized_cmi` of
 * marginal-baseline-eval (1beed74), which gives the same numbers to 10⁻¹⁵ where nothing is tied. Both know two values
 * only, larger or not, as the paper has signs of +1 and −1; a tie is a third value here. Repeats of a configuration are
 * models as others are. Sets in which H(V_g | U_S) is 0, as where every cell has one pair, have no value and are left out of the minimum.
 * Numeric hyperparameters that the population cuts into bins are given by the bin.
 *
 * O(n²) for each set. Infinities rank beyond all finite values and tie with themselves.
 * @returns what gives K for a measure of the same models: a value each, NaN where a model has none. A model whose measure
 *   or gap is NaN does not enter.
 */
export function conditionalInformationIn(
  population: Population,
): (measures: ArrayLike<number>) => ConditionalInformation {
  const sets = smallSets(population.hyperparameters);
  const prepare = lastPrepared((models) => ({
    gaps: denseRanks(models.map((model) => population.gaps[model]!)),
    shared: sets.map((set) => sharedValues(set, models)),
  }));
  return (measures) => {
    const models = knownModels(population, measures);
    const { gaps, shared } = prepare(models);
    const ranks = { measures: denseRanks(models.map((model) => measures[model]!)), gaps };
    const found = shared.map((set) => ({ given: set.hyperparameters, value: informationGiven(set, ranks) }));
    return { ...smallest(found), sets: found };
  };
}

function smallSets(
  hyperparameters: readonly HyperparameterCells[],
): readonly (readonly HyperparameterCells[])[] {
  return [[], ...hyperparameters.map((one) => [one]), ...everyTwo(hyperparameters)];
}

function informationGiven(shared: SharedValues, ranks: DenseRanks): number | null {
  let [mutual, entropy] = [0, 0];
  eachPairCell(shared, ranks, (counts) => {
    const cell = informationOf(counts, 3);
    mutual += cell.mutual;
    entropy += cell.entropy;
  });
  return shareOf({ mutual, entropy });
}

function smallest(sets: readonly InformationGiven[]): InformationGiven {
  let least: InformationGiven = { given: [], value: null };
  for (const set of sets) {
    if (set.value !== null && (least.value === null || set.value < least.value)) least = set;
  }
  return least;
}
