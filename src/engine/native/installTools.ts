import { type ChildProcess, spawn } from 'node:child_process';

/** How a program ended: it ran to its end, or it could not be started at all. */
type Ran =
  | { readonly kind: 'ran'; readonly code: number; readonly output: string }
  | { readonly kind: 'missing' };

/** The end of a program's output is kept for its error message; more than this is dropped, in characters. */
const outputLimit = 200_000;

/** Where and for how long a program runs. */
export interface RunOptions {
  readonly cwd?: string;
  /** Killed after this many milliseconds. */
  readonly timeout?: number;
}

/** Runs a program (found on PATH, no shell between) and collects what it says on stdout and stderr. */
function run(program: string, args: readonly string[], { cwd, timeout }: RunOptions = {}): Promise<Ran> {
  return new Promise((resolve) => {
    const env = { ...process.env, LC_ALL: 'C' };
    const child: ChildProcess = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    // spawn's own timeout would keep this process alive where the program cannot be started
    const patience = timeout && setTimeout(() => child.kill(), timeout);
    const end = (ran: Ran): void => {
      clearTimeout(patience);
      resolve(ran);
    };
    let output = '';
    const keep = (text: string): void => {
      output = (output + text).slice(-outputLimit);
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.once('error', () => end({ kind: 'missing' }));
    child.once('close', (code) => end({ kind: 'ran', code: code ?? 1, output }));
  });
}

/** Runs a program that must succeed; otherwise throws its error in one line, after `what`. */
export async function mustRun(
  what: string,
  program: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const ran = await run(program, args, options);
  if (ran.kind === 'missing') throw new Error(`${what}: ${program} cannot be started`);
  if (ran.code !== 0) throw new Error(`${what}: ${errorLine(ran.output)}`);
  return ran.output;
}

/** The first of `programs` that runs with `args` and exit code 0. */
export async function firstWorking(
  programs: readonly string[],
  args: readonly string[],
): Promise<string | undefined> {
  for (const program of programs) {
    const ran = await run(program, args, { timeout: 30_000 });
    if (ran.kind === 'ran' && ran.code === 0) return program;
  }
  return undefined;
}

/** The line of a program's output that says what went wrong: the first that says "error", else the last. */
function errorLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const said = lines.filter((line) => line !== '');
  return said.find((line) => /\berror\b/i.test(line)) ?? said.at(-1) ?? 'it failed without a word';
}
