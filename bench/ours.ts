import { startWorker, type WorkerProcess } from '../src/jobs/workerProcess.ts';
import type { MeasurePlan } from '../src/studies/measurePlan.ts';
import type { GroupsResult, GroupsTask, Subject } from '../src/studies/workerTasks.ts';
import { UserError } from '../src/userError.ts';
import type { PlanOptions, Side } from './sides.ts';

async function answerOf<Result>(worker: WorkerProcess, method: string, argument: unknown): Promise<Result> {
  const answer = await worker.call({ method, argument }, () => undefined);
  if (answer.kind === 'result') return answer.result as Result;
  if (answer.kind === 'crash') throw new Error(`${answer.reason}\n${answer.output}`);
  throw answer.name === 'UserError' ? new UserError(answer.message) : new Error(answer.stack);
}

/** This project's training step and gradient, in one worker process. */
export function startOurs(): Side {
  const worker = startWorker(new URL('./ourWorker.ts', import.meta.url));
  return {
    measure: (what, repetitions) => answerOf(worker, 'measure', { what, repetitions }),
    stop: () => worker.kill(),
  };
}

export interface StudySide extends Side {
  /** What the plan gave so far. */
  readonly groups: readonly GroupsResult[];
}

function planOf({ regions, radii, eta, m }: PlanOptions): MeasurePlan {
  const sharpness = { regions, radii, eta, m, bias: 'constant', precision: 'float32' } as const;
  return { sharpness, samples: 'all', sampling: 'first', seed: 0, engine: 'native' };
}

/** This project's measuring job: `count` workers of a study, which share the m-groups out. */
export function startStudy(subject: Subject, count: number): StudySide {
  const entry = new URL('../src/studies/worker.ts', import.meta.url);
  const workers = Array.from({ length: count }, () => startWorker(entry));
  const groups: GroupsResult[] = [];
  let next = 0;
  return {
    groups,
    async measure(what, repetitions) {
      if (what.case !== 'plan') throw new Error(`a study does not run ${what.case}`);
      const each = repetitions / count;
      const start = performance.now();
      const answers = workers.map((worker, k) => {
        const range = { first: next + k * each, count: each };
        const argument: GroupsTask['argument'] = { subject, plan: planOf(what.options), range };
        return answerOf<GroupsResult>(worker, 'groups', argument);
      });
      groups.push(...(await Promise.all(answers)));
      next += repetitions;
      return [(performance.now() - start) / repetitions];
    },
    stop: () => {
      for (const worker of workers) worker.kill();
    },
  };
}
