import type { RunConfig } from '../../checkpoints/index.ts';
import type { Recipe, Setting, Settings } from '../recipe/index.ts';

/** What an axis sets a key of the recipe to. */
export type AxisValue = string | number | boolean | null | readonly AxisValue[];

/** One hyperparameter of a grid. */
export interface Axis {
  /** The key of the recipe that it sets: `training.learningRate`. */
  readonly path: string;
  /** What the hyperparameter is called in config.json and in tables: `learningRate`. */
  readonly name: string;
  readonly values: readonly AxisValue[];
  /** How an error about each value begins: `study.yaml:7:28: training.learningRate`. */
  readonly labels: readonly string[];
}

/** A way to measure every run, under a name of its own: options of `measure run`, not yet checked. */
export interface StudyMeasure {
  /** Also the folder of its tables. */
  readonly name: string;
  /** By the option's name in camel case: `minTrainAccuracy`. */
  readonly options: ReadonlyMap<string, Setting>;
}

/** A study as its file says it. */
export interface Study {
  readonly name: string;
  /** What all runs share: a recipe, of which the axes and the seeds set the rest. */
  readonly base: Settings;
  /** The grid is their product; the last axis varies fastest. */
  readonly axes: readonly Axis[];
  /** Every configuration is trained once with each. */
  readonly seeds: readonly number[];
  /** Of the correlation: which gap, and above which training accuracy a model enters. */
  readonly gap: 'loss' | 'error';
  readonly minTrainAccuracy: number;
  readonly measures: readonly StudyMeasure[];
}

/** One run of a study. */
export interface PlannedRun {
  /** From 0, in the order of the grid; seeds vary fastest. */
  readonly index: number;
  /** Of its folder below `runs/`: `learningRate=0.1_batchSize=64_seed=0`. */
  readonly name: string;
  readonly recipe: Recipe;
  /** The values of the axes, by name. */
  readonly hyperparameters: NonNullable<RunConfig['hyperparameters']>;
}
