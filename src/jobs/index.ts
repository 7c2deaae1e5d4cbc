export { type Journal, openJournal, readJournals } from './journal.ts';
export { planDifference } from './planHash.ts';
export { firstOf, type Results } from './results.ts';
export { type RunTasksOptions, runTasks, type TaskFailure, type TaskOutcome } from './runTasks.ts';
export { type Method, serveTasks, type Tell } from './serveTasks.ts';
export type { Task } from './workerPool.ts';
