import type { DatasetInfo } from '../../data/index.ts';
import type { EngineName } from '../../engine/description.ts';
import type { MeasureRequest } from '../measureRequest.ts';
import type { Study } from './types.ts';

/** How every run of a sweep is measured, and the name of the output folder. */
export interface SweepMeasure
  extends Pick<MeasureRequest, 'plan' | 'shuffleFolders' | 'preset' | 'color' | 'convergence'> {
  readonly name: string;
}

/** What a sweep makes: the same in every process that works at it, here and on a cluster. */
export interface SweepPlan {
  readonly study: Study;
  readonly measures: readonly SweepMeasure[];
  /** The images and classes of the datasets whose names alone do not tell them, by name. */
  readonly inputs: Readonly<Record<string, DatasetInfo>>;
  readonly dataDirectory: string;
  readonly engine: EngineName;
}

/** A sweep on this machine. */
export interface SweepRequest extends SweepPlan {
  readonly out: string;
  /** The command line that asks for all this, for whoever wants to repeat it. */
  readonly command?: string | undefined;
  /** Processes that train and measure. */
  readonly workers: number;
  /** GPUs as CUDA_VISIBLE_DEVICES names them, one for each worker; default: the environment decides. */
  readonly gpus?: readonly string[] | undefined;
  /** How many more workers a run may cost that lost its first. */
  readonly retries: number;
  /** How many resamples intervals and p-values come from, as in `MeasureRequest`. */
  readonly resamples?: number | undefined;
}
