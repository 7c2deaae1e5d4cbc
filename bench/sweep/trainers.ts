import { join } from 'node:path';
import type { RunMetrics } from '../../src/checkpoints/index.ts';
import { type PlannedRun, readStudy, runCount } from '../../src/studies/sweep/index.ts';
import { plannedRun } from '../../src/studies/sweep/plannedRun.ts';
import type { SweepRequest } from '../../src/studies/sweep/sweepRequest.ts';
import { type RunOutcome, trainMissing } from '../../src/studies/sweep/trainMissing.ts';
import { startPeer } from '../peer.ts';

/** All runs of a study, and where MNIST is. */
export interface SweepJob {
  readonly study: SweepRequest['study'];
  readonly runs: readonly PlannedRun[];
  readonly dataDirectory: string;
}

/** What trains a study: starts processes, reads the data, trains, scores and writes every model, ends the processes. */
export interface Trainer {
  readonly name: string;
  readonly processes: number;
  /** Trains into a new folder; fulfills with what the models came to. */
  readonly train: (job: SweepJob, out: string) => Promise<readonly RunMetrics[]>;
}

export function readJob(file: string, dataDirectory: string): SweepJob {
  const study = readStudy(file);
  const runs = Array.from({ length: runCount(study) }, (_, index) =>
    plannedRun({ study, inputs: {} }, index),
  );
  return { study, runs, dataDirectory };
}

/** The workers of `measure sweep`. */
export function ourTrainer(processes: number): Trainer {
  return {
    name: `ours, ${processes} worker${processes > 1 ? 's' : ''}`,
    processes,
    async train({ study, runs, dataDirectory }, out) {
      const all: RunMetrics[] = [];
      const request: SweepRequest = {
        study,
        dataDirectory,
        out,
        engine: 'native',
        measures: [],
        inputs: {},
        workers: processes,
        retries: 0,
      };
      await trainMissing(request, runs, {
        onNotice: (line) => console.error(line),
        onRun: (outcome) => all.push(metricsOf(outcome)),
      });
      return all;
    },
  };
}

function metricsOf(outcome: RunOutcome): RunMetrics {
  if (outcome.kind === 'failed') throw new Error(`${outcome.run.name}: ${outcome.reason}`);
  if (outcome.result.kind === 'diverged') throw new Error(`${outcome.run.name}: diverged`);
  return outcome.result.metrics;
}

/**
 * PyTorch in a pool of processes, each with one thread.
 *
 * @param channelsLast in which order convolutions find their numbers
 */
export function peerTrainer(python: string, processes: number, channelsLast: boolean): Trainer {
  const order = channelsLast ? ', channels last' : '';
  return {
    name: `PyTorch, ${processes} process${processes > 1 ? 'es' : ''}${order}`,
    processes,
    async train({ runs, dataDirectory }, out) {
      const peer = startPeer(python, 'sweep.py');
      const asked = runs.map(({ name, recipe }) => ({ ...recipe, out: join(out, name) }));
      try {
        return (await peer.ask({ runs: asked, dataDirectory, processes, channelsLast })) as RunMetrics[];
      } finally {
        peer.stop();
      }
    },
  };
}
