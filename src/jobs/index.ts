export { type Journal, openJournal, readJournal } from './journal.ts';
export { planDifference } from './planHash.ts';
export { type RunTasksOptions, runTasks, type TaskFailure, type TaskOutcome } from './runTasks.ts';
export { type Method, serveTasks, type Tell } from './serveTasks.ts';
export type { Task } from './workerPool.ts';
