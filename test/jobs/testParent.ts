import { runTasks } from '../../src/jobs/runTasks.ts';

const [method = '', argument = ''] = process.argv.slice(2);
const workerUrl = new URL('./testWorker.ts', import.meta.url);
await runTasks({ workerUrl, workers: 1, tasks: [{ method, argument }], onOutcome: () => undefined });
