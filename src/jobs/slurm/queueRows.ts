/** One line of the queue: a task, or the tasks of an array that have not started. */
export interface QueueRow {
  /** The array's name, which tells it from all others. */
  readonly name: string;
  /** The array's number. */
  readonly job: number;
  /** Numbers in the array, from 0. */
  readonly tasks: readonly number[];
  readonly state: 'running' | 'waiting' | 'over';
  /** It waits for a person to release it. */
  readonly held: boolean;
}

/** What `squeue -o` is asked for: name, number, task, state, reason. */
export const queueFormat = '%j|%F|%K|%T|%r';

const over = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'LAUNCH_FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'RECONFIG_FAIL',
  'REVOKED',
  'TIMEOUT',
]);

const waiting = new Set([
  'PENDING',
  'REQUEUED',
  'REQUEUE_FED',
  'REQUEUE_HOLD',
  'RESV_DEL_HOLD',
  'SPECIAL_EXIT',
]);

/** Reads squeue's lines; a line that is none of an array's is left out. */
export function parseQueue(text: string): QueueRow[] {
  return text.split('\n').flatMap(parseRow);
}

function parseRow(line: string): QueueRow[] {
  const [name = '', job = '', tasks = '', status = '', ...reason] = line.trim().split('|');
  if (!/^\d+$/.test(job) || !/^\d/.test(tasks)) return [];
  const state = stateOf(status);
  const held = state === 'waiting' && /held|_HOLD|SPECIAL_EXIT/i.test(`${status} ${reason.join('|')}`);
  return [{ name, job: Number(job), tasks: parseTasks(tasks), state, held }];
}

/** Whatever Slurm may add: what is neither over nor waiting has a node. */
function stateOf(status: string): QueueRow['state'] {
  if (over.has(status)) return 'over';
  return waiting.has(status) ? 'waiting' : 'running';
}

/** `7`, or what has not started in one line: `3,5,12-624%2`, `0-20:4`. */
function parseTasks(text: string): number[] {
  return text.replace(/%.*$/, '').split(',').flatMap(parseRange);
}

function parseRange(text: string): number[] {
  const match = /^(\d{1,9})(?:-(\d{1,9}))?(?::(\d{1,9}))?$/.exec(text);
  if (match === null) return [];
  const first = Number(match[1]);
  const last = Number(match[2] ?? first);
  const step = Number(match[3] ?? 1);
  if (last < first || step === 0) return [];
  return Array.from({ length: Math.floor((last - first) / step) + 1 }, (_, index) => first + index * step);
}
