import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer, Call, Progress } from './workerMessages.ts';
import { workerOutput } from './workerOutput.ts';

/** The worker's process ended before it answered: `reason` is one line, `output` what it said last. */
export interface Crash {
  readonly kind: 'crash';
  readonly reason: string;
  readonly output: string;
}

/** A process that answers calls, one at a time. */
export interface WorkerProcess {
  call(call: Call, onProgress: (progress: unknown) => void): Promise<Answer | Crash>;
  /** Ends it at once, whatever it does. */
  kill(): void;
}

/** Environment variables. */
export type Environment = Readonly<Record<string, string>>;

/**
 * What TensorFlow reads from the environment before it starts, besides the number of threads within an operation. The
 * allocator keeps what it has (8 GiB thresholds). On a GPU, TF32 would swamp small radii, and the first of
 * several workers would take all memory.
 */
const tensorFlowEnvironment: Environment = {
  TF_NUM_INTEROP_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MALLOC_MMAP_THRESHOLD_: '8589934592',
  MALLOC_TRIM_THRESHOLD_: '8589934592',
  TF_CPP_MIN_LOG_LEVEL: '3',
  NVIDIA_TF32_OVERRIDE: '0',
  TF_FORCE_GPU_ALLOW_GROWTH: 'true',
};

interface WorkerOptions {
  /**
   * Within an operation. With one, as many workers as cores are faster than threads, and the last bits do not depend on
   * their number.
   */
  readonly threads?: number | undefined;
  readonly environment?: Environment | undefined;
}

/** Starts a worker from the module at `url`, which calls `serveTasks`. */
export function startWorker(url: URL, { threads = 1, environment }: WorkerOptions = {}): WorkerProcess {
  const child = fork(fileURLToPath(url), [], {
    env: {
      ...process.env,
      ...tensorFlowEnvironment,
      TF_NUM_INTRAOP_THREADS: String(threads),
      ...environment,
    },
    execArgv: url.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [],
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const output = workerOutput();
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', output.add);
  const ended = new Promise<Crash>((resolve) => {
    const crash = (reason: string): void => resolve({ kind: 'crash', reason, output: output.tail() });
    child.once('error', (error) => crash(`the worker cannot be started: ${error.message}`));
    child.once('close', (code, signal) => crash(endOf(code, signal)));
  });
  return {
    call: (call, onProgress) => Promise.race([answerTo(child, call, onProgress), ended]),
    kill: () => child.kill('SIGKILL'),
  };
}

function answerTo(child: ChildProcess, call: Call, onProgress: (progress: unknown) => void): Promise<Answer> {
  return new Promise((resolve) => {
    const hear = (message: Answer | Progress): void => {
      if (message.kind === 'progress') onProgress(message.progress);
      else {
        child.off('message', hear);
        resolve(message);
      }
    };
    child.on('message', hear);
    // A worker that has just died cannot be sent to: its end is the answer.
    child.send(call, () => undefined);
  });
}

function endOf(code: number | null, signal: NodeJS.Signals | null): string {
  if (signal === 'SIGKILL') return 'the worker was killed (SIGKILL): the system may have run out of memory';
  return signal === null ? `the worker ended with exit code ${code}` : `the worker crashed (${signal})`;
}
