import type { Recipe } from '../recipe/index.ts';
import { type CostClass, costClasses, spread, standIn } from './costClasses.ts';
import { runCount } from './grid.ts';
import { plannedRun } from './plannedRun.ts';
import { sampledRuns } from './sampledRuns.ts';
import { type ExampleCounts, exampleCounts } from './studyDatasets.ts';
import type { SweepPlan } from './sweepRequest.ts';
import { passesOf, type TimedStep, timeStep } from './timeStep.ts';
import type { PlannedRun } from './types.ts';

/** What a study would cost here. */
export interface SweepEstimate {
  /** Seconds of one worker for each of the `sampledRuns`; training only. */
  readonly seconds: readonly number[];
  /** Of all runs. */
  readonly totalSeconds: number;
  /** Of all run folders. */
  readonly bytes: number;
  readonly timed: readonly TimedClass[];
}

/** A network on a dataset that was timed, and for how many runs it stands. */
export interface TimedClass {
  /** Names of the runs that were timed: with the smallest and the largest batch, or one between. */
  readonly names: readonly string[];
  /** Of each, a pass with its gradient. */
  readonly imagesPerSecond: readonly number[];
  readonly runs: number;
}

/** So many runs are timed at most. */
const MOST_TIMED = 8;

/** What a pass costs, in seconds. */
interface Speed {
  readonly aStep: number;
  readonly anImage: number;
}

/**
 * Times a few steps of each network on each dataset, with its smallest and its largest batch, and reckons from them what
 * all runs cost. Of more than four networks it is one batch each; of more than eight, eight stand for all. Of very many
 * runs some, spread over the grid, stand for all.
 *
 * @throws UserError when a dataset cannot be read, or a run cannot be trained
 */
export async function estimate(plan: SweepPlan): Promise<SweepEstimate> {
  const indices = sampledRuns(plan.study);
  const runs = indices.map((index) => plannedRun(plan, index));
  const eachStandsFor = runCount(plan.study) / runs.length;
  const classes = costClasses(runs);
  const counts = await exampleCounts(plan.study, plan.dataDirectory);
  const picked = spread(classes, MOST_TIMED);
  const standIns = new Map(classes.map((one) => [one, standIn(one, picked)]));
  const secondsByRun = new Map<number, number>();
  const timed: TimedClass[] = [];
  for (const one of picked) {
    const standsFor = classes.filter((other) => standIns.get(other) === one);
    const chosen = toTime(one.runs, classes.length);
    const steps: TimedStep[] = [];
    for (const run of chosen) steps.push(await timeStep(run, plan, counts.get(one.dataset)!.train));
    const speed = speedOf(steps);
    for (const { runs: alike, dataset } of standsFor) {
      for (const { index, recipe } of alike) {
        secondsByRun.set(index, secondsOf(recipe, counts.get(dataset)!, speed));
      }
    }
    timed.push({
      names: chosen.map(({ name }) => name),
      imagesPerSecond: steps.map((step) => step.batchSize / step.seconds),
      runs: Math.round(eachStandsFor * sum(standsFor.map(({ runs: alike }) => alike.length))),
    });
  }
  const seconds = indices.map((index) => secondsByRun.get(index)!);
  return {
    seconds,
    totalSeconds: eachStandsFor * sum(seconds),
    bytes: eachStandsFor * sum(classes.map(bytesOf)),
    timed,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** The run with the smallest batch and the one with the largest; of many classes the one between. */
function toTime(runs: readonly PlannedRun[], classes: number): readonly PlannedRun[] {
  const bySize = runs.toSorted((a, b) => a.recipe.training.batchSize - b.recipe.training.batchSize);
  if (2 * classes > MOST_TIMED) return [bySize[Math.floor(bySize.length / 2)]!];
  const [small, large] = [bySize[0]!, bySize.at(-1)!];
  return small.recipe.training.batchSize === large.recipe.training.batchSize ? [small] : [small, large];
}

/** A step of B images costs a + b B. */
function speedOf([small, large]: readonly TimedStep[]): Speed {
  if (large === undefined) return { aStep: 0, anImage: small!.seconds / small!.batchSize };
  const anImage = Math.max(0, (large.seconds - small!.seconds) / (large.batchSize - small!.batchSize));
  return { aStep: Math.max(0, small!.seconds - anImage * small!.batchSize), anImage };
}

/** Scoring an image costs a third of a pass: it has no gradient. At the end all is scored. */
function secondsOf(recipe: Recipe, counts: ExampleCounts, { aStep, anImage }: Speed): number {
  const { epochs, batchSize, testEvery } = recipe.training;
  const examples = recipe.dataset.trainCount ?? counts.train;
  const scored = (Math.ceil(epochs / testEvery) + 1) * (recipe.dataset.testCount ?? counts.test) + examples;
  const steps = Math.ceil(examples / batchSize);
  return epochs * passesOf(recipe) * (aStep * steps + anImage * examples) + (anImage * scored) / 3;
}

/** What a run folder holds besides tensors: about so many bytes, and so many for each epoch. */
const TEXT = { run: 3000, epoch: 120 } as const;

function bytesOf({ runs, numbers }: CostClass): number {
  const bytes = runs.map(({ recipe: { training, dataset } }) => {
    const { epochs, snapshotEvery, snapshotBest } = training;
    const snapshots =
      (snapshotEvery === null ? 0 : Math.floor(epochs / snapshotEvery)) + (snapshotBest ? 1 : 0);
    const labels = dataset.labelNoise > 0 ? (dataset.trainCount ?? 0) : 0;
    return (1 + snapshots) * (4 * numbers + TEXT.run) + epochs * TEXT.epoch + labels;
  });
  return sum(bytes);
}
