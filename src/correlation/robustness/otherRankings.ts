import { nameOnly } from '../measureIdentity.ts';
import { rowOf } from './rows.ts';
import { tauOfKnown } from './taus.ts';
import type { Quantity, RobustnessRow, StudiedMeasure, StudiedModels } from './types.ts';

/**
 * τ of what else could rank the models. Past the gate the gap is nearly the test loss, so that a measure may rank by
 * either; sharpness is nearly its first-order estimate, ρ times a norm of the gradient; and a hyperparameter or the
 * training loss, which need no measuring, may rank as well as any measure.
 */
export function otherRankings(study: StudiedModels): readonly RobustnessRow[] {
  const { gap, others, measures } = study;
  return [
    ...measures.flatMap((measure) => [
      ...others.map(({ name, values }) =>
        rowOf(study, measure, { statistic: 'tau', against: name, ...tauOfKnown(measure.values, values) }),
      ),
      ...(measure.firstOrder
        ? [tauRow(study, measure, 'first_order', tauOfKnown(measure.firstOrder, gap.values))]
        : []),
    ]),
    ...baselines(study).map(({ of, identity, values }) =>
      tauRow(study, { identity }, of, tauOfKnown(values, gap.values)),
    ),
  ];
}

function tauRow(
  study: StudiedModels,
  measure: Pick<StudiedMeasure, 'identity'>,
  of: Quantity,
  tau: ReturnType<typeof tauOfKnown>,
): RobustnessRow {
  return rowOf(study, measure, { statistic: 'tau', of, ...tau });
}

interface Baseline extends Pick<StudiedMeasure, 'identity' | 'values'> {
  readonly of: Quantity;
}

/** Hyperparameters that are numbers, and the training loss. */
function baselines({ models, hyperparameters, training }: StudiedModels): readonly Baseline[] {
  const numbers = hyperparameters.flatMap((name): Baseline[] => {
    const values = models.map((own) => own[name]);
    const isNumeric = values.every((value): value is number => typeof value === 'number');
    return isNumeric ? [{ of: 'hyperparameter', identity: nameOnly(name), values }] : [];
  });
  const loss: readonly Baseline[] = training
    ? [{ of: 'train_loss', identity: nameOnly('train_loss'), values: training.losses }]
    : [];
  return [...numbers, ...loss];
}
