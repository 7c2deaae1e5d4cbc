import { atBestRadius } from './regions.ts';
import { rowOf, type Said } from './rows.ts';
import { someModels } from './someModels.ts';
import { tauOfKnown } from './taus.ts';
import type { RobustnessRow, StudiedModels } from './types.ts';

/** Training accuracies to be above, and training losses to be below. */
const ACCURACIES = [0, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999];
const LOSSES = [1, 0.3, 0.1, 0.03, 0.01, 0.003, 0.001];

/**
 * How τ changes with the gate: over the models above each training accuracy, and over those below each training loss, of
 * each measure at the radius that the study's own gate chooses. Models that are not trained alike far have gaps that
 * are not comparable; a τ that only one gate has says more of the gate than of the measure.
 *
 * @param study with all models, those that the gate leaves out too
 */
export function gateCurve(study: StudiedModels): readonly RobustnessRow[] {
  const { training } = study;
  if (training === null) return [];
  const chosen = new Set(
    atBestRadius(someModels(study, (model) => study.enters[model]!)).map(({ identity }) => identity),
  );
  const measures = study.measures.filter(({ identity }) => chosen.has(identity));
  const accuracies = [...new Set([...ACCURACIES, study.minTrainAccuracy ?? 0])].sort((a, b) => a - b);
  const gates = [
    ...accuracies.map((gate) => ({
      gate: { min_train_accuracy: gate },
      isIn: (model: number) => gate === 0 || training.accuracies[model]! > gate,
    })),
    ...LOSSES.map((gate) => ({
      gate: { min_train_accuracy: null, max_train_loss: gate },
      isIn: (model: number) => training.losses[model]! < gate,
    })),
  ];
  return gates.flatMap(({ gate, isIn }) => {
    const gated = someModels({ ...study, measures }, isIn);
    return gated.measures.map((measure) => {
      const said: Said = { statistic: 'tau', ...gate, ...tauOfKnown(measure.values, gated.gap.values) };
      return rowOf(study, measure, said);
    });
  });
}
