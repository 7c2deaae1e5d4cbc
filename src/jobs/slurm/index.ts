export { cancelArrays } from './cancelArrays.ts';
export { queueState } from './queueState.ts';
export { splitArguments } from './splitArguments.ts';
export { submitArray } from './submitArray.ts';
export type { ArrayJob, QueueState, SlurmOptions, Submitted } from './types.ts';
