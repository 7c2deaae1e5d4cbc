import type { EngineDescription, EngineName } from '../engine/description.ts';
import { runTasks } from '../jobs/index.ts';
import { isUserErrorName, UserError } from '../userError.ts';
import type { BenchEngineTask, DescribeEngineTask, EngineBench } from './workerTasks.ts';
import { workerUrl } from './workerUrl.ts';

/**
 * Starts an engine in a worker and says what it is.
 *
 * @throws UserError when the engine cannot be had
 */
export function describeEngine(engine: EngineName): Promise<EngineDescription> {
  return ask({ method: 'describeEngine', argument: { engine } });
}

/**
 * Measures how fast an engine is in one worker; takes a few seconds.
 *
 * @throws UserError when the engine cannot be had
 */
export function benchEngine(engine: EngineName): Promise<EngineBench> {
  return ask({ method: 'benchEngine', argument: { engine } });
}

async function ask<Result>(task: DescribeEngineTask | BenchEngineTask): Promise<Result> {
  const [outcome] = await runTasks<typeof task, Result>({
    workerUrl,
    workers: 1,
    tasks: [task],
    onOutcome: () => undefined,
  });
  if (outcome?.kind === 'done') return outcome.result;
  const { name = '', message = 'it did not start', detail } = outcome?.failure ?? {};
  if (isUserErrorName(name)) throw new UserError(message);
  throw new Error(`the ${task.argument.engine} engine failed: ${message}`, { cause: detail });
}
