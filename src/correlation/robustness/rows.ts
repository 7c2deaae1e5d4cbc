import type { RobustnessRow, StudiedMeasure, StudiedModels } from './types.ts';

/** What a statistic says of a measure; the rest of its row follows from the study. */
export type Said = Pick<RobustnessRow, 'statistic' | 'value' | 'models'> &
  Partial<
    Pick<
      RobustnessRow,
      'of' | 'against' | 'given' | 'parts' | 'rho' | 'min_train_accuracy' | 'max_train_loss'
    >
  >;

export function rowOf(
  { gap, minTrainAccuracy }: Pick<StudiedModels, 'gap' | 'minTrainAccuracy'>,
  { identity }: Pick<StudiedMeasure, 'identity'>,
  said: Said,
): RobustnessRow {
  return {
    ...identity,
    of: 'value',
    against: gap.name,
    given: null,
    min_train_accuracy: minTrainAccuracy,
    max_train_loss: null,
    parts: null,
    ...said,
  };
}
