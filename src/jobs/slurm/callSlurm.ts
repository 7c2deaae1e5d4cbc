import { type ExecFileException, execFile } from 'node:child_process';

/** What came of a call of one of Slurm's programs; a reason is one line. */
export type Answer =
  | { readonly kind: 'answered'; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string }
  /** Nothing within the time, so it may have been heard or not. */
  | { readonly kind: 'silent'; readonly reason: string }
  | { readonly kind: 'missing'; readonly reason: string };

/** A queue of a million tasks is told in less. */
const maxBuffer = 2 ** 28;

/**
 * Runs one of Slurm's programs, without a shell. They wait for a controller that is down, for minutes: after
 * `timeout` milliseconds the program is killed.
 */
export function callSlurm(program: string, args: readonly string[], timeout: number): Promise<Answer> {
  const options = { timeout, killSignal: 'SIGKILL', maxBuffer, env: environment() } as const;
  return new Promise((resolve) => {
    const child = execFile(program, args, options, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'answered', text: stdout });
      else resolve(toFailure(program, error, errorsIn(stderr), timeout));
    });
    child.stdin?.end();
  });
}

/** Without the variables that add filters to squeue and scancel, or a question: what is asked is in `args`. */
function environment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(SQUEUE|SCANCEL)_/.test(name)));
}

function toFailure(program: string, error: ExecFileException, said: string, timeout: number): Answer {
  if (error.code === 'ENOENT') return { kind: 'missing', reason: `${program} is not installed here` };
  if (error.killed === true && error.signal === 'SIGKILL') {
    const soFar = said === '' ? '' : ` (so far: ${said})`;
    return { kind: 'silent', reason: `${program} did not answer within ${timeout / 1000} s${soFar}` };
  }
  const how = error.signal ? `was killed by ${error.signal}` : `ended with ${error.code}`;
  return { kind: 'refused', reason: said === '' ? `${program} ${how}` : `${program}: ${said}` };
}

/** The errors that a program of Slurm named, without its own name; else the first line that it said. */
function errorsIn(stderr: string): string {
  const lines = stderr.split('\n').map((line) => line.trim());
  const prefix = /^[\w-]+: (error|fatal): /;
  const errors = lines.filter((line) => prefix.test(line)).map((line) => line.replace(prefix, ''));
  const text = errors.length > 0 ? errors.join('; ') : (lines.find((line) => line !== '') ?? '');
  return text.length > 300 ? `${text.slice(0, 300)}...` : text;
}
