import type { Grouping } from '../correlation/index.ts';
import type { MeasurePlan } from './measurePlan.ts';

/** The main job: what to measure, and how to report it. */
export interface MeasureRequest extends Grouping {
  readonly folders: readonly string[];
  /** Names of the checkpoints below the folders, where not all that are found are meant. */
  readonly only?: readonly string[] | undefined;
  /** The folder that holds `mnist/` ... */
  readonly dataDirectory: string;
  /** The dataset of every checkpoint; by default each one's config.json names it. */
  readonly dataset?: string | undefined;
  readonly plan: MeasurePlan;
  /** Are examples of class folders, the first of which are of one class, sampled at random whatever the plan says? */
  readonly shuffleFolders?: boolean | undefined;
  /** The name of the set of options that the plan was made from, if it was. */
  readonly preset?: string | undefined;
  readonly gap: 'loss' | 'error';
  readonly minTrainAccuracy: number;
  /** How many resamples intervals and p-values come from; 0: there are none. By default it depends on how many models there are. */
  readonly resamples?: number | undefined;
  /** The hyperparameter that colors the report's points; by default the first that varies. */
  readonly color?: string | undefined;
  /** Is what fewer samples would have given also told? */
  readonly convergence?: boolean | undefined;
  readonly out: string;
  /** The command line that asks for all this, for whoever wants to repeat it. */
  readonly command?: string | undefined;
  /** Worker processes. */
  readonly workers: number;
  /** GPUs as CUDA_VISIBLE_DEVICES names them, one for each worker; default: the environment decides. */
  readonly gpus?: readonly string[] | undefined;
}
