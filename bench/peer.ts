import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { GroupJob, GroupProcess, Range, Sums } from './groups.ts';
import type { Side } from './sides.ts';

/**
 * The allocator keeps the memory that it has, as in our workers: it makes PyTorch faster too. Its threads wait for
 * each other by spinning, by default so long that any other load on the cores slows them down a hundredfold; on idle
 * cores this many rounds are as fast.
 */
const ENVIRONMENT: Readonly<Record<string, string>> = {
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TRIM_THRESHOLD_: '8589934592',
  GOMP_SPINCOUNT: '10000',
};

export interface PeerProcess {
  /** Asks in one line of JSON. */
  ask(request: object): Promise<unknown>;
  stop(): void;
}

/** Starts a script of peer/, which answers lines of JSON. */
export function startPeer(python: string, name: 'main.py' | 'sweep.py'): PeerProcess {
  const script = fileURLToPath(new URL(`./peer/${name}`, import.meta.url));
  const child = spawn(python, [script], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async ask(request) {
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value: line, done } = await lines.next();
      if (done) throw new Error('PyTorch ended before it answered');
      return JSON.parse(line);
    },
    stop: () => child.kill(),
  };
}

/**
 * PyTorch's steps and gradients.
 *
 * @param channelsLast in which order convolutions find their numbers
 */
export function startPeerSteps(python: string, channelsLast: boolean): Side {
  const peer = startPeer(python, 'main.py');
  return {
    measure: async ({ case: name, options }, repetitions) =>
      (await peer.ask({ case: name, options: { ...options, channelsLast }, repetitions })) as number[],
    stop: peer.stop,
  };
}

/**
 * How PyTorch measures m-groups: one gradient for all values of a group, one for each, or by the Auto-PGD of
 * tml-epfl/sharpness-vs-generalization.
 */
export interface PeerSetting {
  readonly case: 'shared' | 'separate' | 'auto-pgd';
  readonly threads: number;
  /** In which order convolutions find their numbers. */
  readonly channelsLast: boolean;
}

/** What PyTorch's ascents came to, in its float32 and in double precision, and how many left the region. */
export interface Checked {
  readonly sums: Sums;
  readonly exact: Sums;
  readonly outside: Sums;
}

export interface PeerGroups extends GroupProcess {
  /** Of `auto-pgd`. */
  check(range: Range): Promise<Checked>;
}

/** PyTorch, measuring m-groups in a process of its own. */
export function startPeerGroups(
  python: string,
  job: GroupJob,
  { case: name, ...setting }: PeerSetting,
): PeerGroups {
  const peer = startPeer(python, 'main.py');
  const { checkpoint, regions, m, ascent } = job;
  const { run } = checkpoint.subject;
  const options = {
    model: run.spec.options,
    checkpoint: join(run.folder, 'model.safetensors'),
    examples: checkpoint.examples,
    regions,
    m,
    steps: 'steps' in ascent ? ascent.steps : null,
    ...setting,
  };
  const ask = async (range: Range, check: boolean): Promise<Checked> =>
    (await peer.ask({ case: name, options, ...range, check })) as Checked;
  return {
    measure: async (range) => (await ask(range, false)).sums,
    check: (range) => ask(range, true),
    stop: peer.stop,
  };
}
