/** Which measure ranks models by generalization gap: Kendall, granulated and other coefficients, radius selection. */
export { bestRadius, type RadiusTau } from './bestRadius.ts';
export { type Coefficient, coefficients } from './coefficients.ts';
export {
  type ConditionalInformation,
  conditionalInformationIn,
  type InformationGiven,
} from './conditionalInformation.ts';
export { type CorrelateOptions, type Correlations, correlate, type DroppedModels } from './correlate.ts';
export { type CorrelateTableOptions, correlateTable } from './correlateTable.ts';
export type { EmptyPsi } from './emptyPsis.ts';
export type { Grouping } from './entering.ts';
export { defaultMinTrainAccuracy, passesGate } from './gate.ts';
export { averagePsi, type Granulated, psi, varies } from './granulated.ts';
export { groupBy } from './groupBy.ts';
export { type TauBTest, tauA, tauB, tauBTest } from './kendall.ts';
export {
  type IdentityColumn,
  type MeasureIdentity,
  measureIdentity,
  measureKey,
  regionKey,
} from './measureIdentity.ts';
export { type PartialTau, partialTausIn } from './partialTau.ts';
export { pearson } from './pearson.ts';
export { pgdlScoreIn } from './pgdlScore.ts';
export {
  type HyperparameterCells,
  type Population,
  type PopulationModel,
  populationOf,
} from './population.ts';
export {
  type RadiusChoice,
  type RadiusChoiceOptions,
  type RadiusColumn,
  radiusChoice,
} from './radiusChoice.ts';
export {
  comparisons,
  type MeasureComparison,
} from './robustness/comparisons.ts';
export { robustness } from './robustness/robustness.ts';
export { type StudiedModelsOptions, studiedModels } from './robustness/studiedModels.ts';
export { type StudiedTableOptions, studiedTable } from './robustness/studiedTable.ts';
export type {
  NamedValues,
  Quantity,
  RobustnessRow,
  RobustnessStatistic,
  StudiedMeasure,
  StudiedModels,
} from './robustness/types.ts';
export { type SignError, type SignErrorOptions, type SignErrors, signErrorsIn } from './signError.ts';
export { spearman } from './spearman.ts';
export type { Cell, Columns, ColumnTable } from './tableColumns.ts';
export type {
  CheckpointRow,
  CorrelationRow,
  Hyperparameters,
  HyperparameterValue,
  MeasurementRow,
  RankedModel,
  Seeds,
  Statistic,
} from './types.ts';
export {
  type ComparedModel,
  type Comparison,
  compareMeasures,
} from './uncertainty/compareMeasures.ts';
export { defaultResamples } from './uncertainty/defaultResamples.ts';
export { holm } from './uncertainty/holm.ts';
export type { Resampling } from './uncertainty/types.ts';
