import { type Answer, callSlurm } from './callSlurm.ts';
import { parseQueue, type QueueRow, queueFormat } from './queueRows.ts';
import { submittedNames } from './submissions.ts';

type Queue =
  | { readonly kind: 'answered'; readonly rows: readonly QueueRow[] }
  | Exclude<Answer, { kind: 'answered' }>;

/** How many names go into one call: an argument has at most 128 KiB. */
const namesInCall = 1000;

/**
 * What the queue says of all arrays that were submitted from a folder. They are asked for by name: Slurm's
 * numbers begin again when a controller loses its state, and of a killed submission only the name is known.
 */
export async function readQueue(folder: string, timeout: number): Promise<Queue> {
  const names = submittedNames(folder);
  const ours = new Set(names);
  const rows: QueueRow[][] = [];
  for (let first = 0; first < names.length; first += namesInCall) {
    const some = names.slice(first, first + namesInCall).join(',');
    const args = ['-a', '-r', '-h', '-t', 'all', `--name=${some}`, '-o', queueFormat];
    const answer = await callSlurm('squeue', args, timeout);
    if (answer.kind !== 'answered') return answer;
    rows.push(parseQueue(answer.text).filter(({ name }) => ours.has(name)));
  }
  return { kind: 'answered', rows: rows.flat() };
}
