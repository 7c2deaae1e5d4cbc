import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ALLOCATOR, type Side } from './sides.ts';

/** The values of one m-group, [region][radius]; null where a loss was no finite number. */
export type GroupValues = readonly (readonly (number | null)[])[];

interface PeerAnswer {
  readonly milliseconds: readonly number[];
  /** Of a plan: a group a repetition. */
  readonly groups: readonly GroupValues[];
}

export interface Peer extends Side {
  /** What the plan gave so far, group by group. */
  readonly groups: readonly GroupValues[];
}

/**
 * PyTorch's threads wait for each other by spinning, by default so long that any other load on the cores slows
 * them down a hundredfold; on idle cores this many rounds are as fast.
 */
const OPENMP: Readonly<Record<string, string>> = { GOMP_SPINCOUNT: '10000' };

/** PyTorch, in a process of its own that answers lines of JSON. */
export function startPeer(python: string): Peer {
  const script = fileURLToPath(new URL('./peer.py', import.meta.url));
  const child = spawn(python, [script], {
    env: { ...process.env, ...ALLOCATOR, ...OPENMP },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const groups: GroupValues[] = [];
  return {
    groups,
    async measure(what, repetitions) {
      child.stdin.write(`${JSON.stringify({ ...what, repetitions })}\n`);
      const { value: line, done } = await lines.next();
      if (done) throw new Error('PyTorch ended before it answered');
      const answer = JSON.parse(line) as PeerAnswer;
      groups.push(...answer.groups);
      return answer.milliseconds;
    },
    stop: () => child.kill(),
  };
}
