import { startWorker, type WorkerProcess } from '../src/jobs/workerProcess.ts';
import type { MeasurePlan } from '../src/studies/measurePlan.ts';
import type { GroupsResult, GroupsTask } from '../src/studies/workerTasks.ts';
import { UserError } from '../src/userError.ts';
import type { GroupJob, GroupProcess } from './groups.ts';
import type { Side } from './sides.ts';

async function answerOf<Result>(worker: WorkerProcess, method: string, argument: unknown): Promise<Result> {
  const answer = await worker.call({ method, argument }, () => undefined);
  if (answer.kind === 'result') return answer.result as Result;
  if (answer.kind === 'crash') throw new Error(`${answer.reason}\n${answer.output}`);
  throw answer.name === 'UserError' ? new UserError(answer.message) : new Error(answer.stack);
}

/** This project's training step and gradient, in one worker process, whose threads the first case sets. */
export function startOurSteps(): Side {
  const worker = startWorker(new URL('./ourWorker.ts', import.meta.url));
  return {
    measure: (what, repetitions) => answerOf(worker, 'measure', { what, repetitions }),
    stop: () => worker.kill(),
  };
}

function planOf({ regions, ascent, m }: GroupJob): MeasurePlan {
  return {
    sharpness: {
      regions,
      ascent,
      loss: 'cross-entropy',
      batchNorm: 'evaluation',
      perturb: ['*'],
      precision: 'float32',
    },
    layerwise: false,
    groupSizes: [m],
    samples: 'all',
    sampling: 'first',
    augmentation: 'none',
    seed: 0,
    engine: 'native',
    savePerturbations: false,
    curve: false,
  };
}

/** A worker of this project's measuring job: single-threaded. */
export function startOurGroups(job: GroupJob): GroupProcess {
  const worker = startWorker(new URL('../src/studies/worker.ts', import.meta.url));
  const { subject } = job.checkpoint;
  const plan = planOf(job);
  return {
    async measure({ first, count }) {
      const range = { m: job.m, first, count };
      const argument: GroupsTask['argument'] = { subject, plan, range, perturbations: '' };
      const { values } = await answerOf<GroupsResult>(worker, 'groups', argument);
      return values.map((row) => row.map(({ value }) => value.sum));
    },
    stop: () => worker.kill(),
  };
}
