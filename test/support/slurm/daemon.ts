import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, openSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { waitUntil } from './waitUntil.ts';

/** A daemon of a test cluster, in the foreground and with a log of its own: it dies with this process. */
export interface Daemon {
  start(): void;
  /** SIGKILL, as a machine that loses its power; returns when it is gone. */
  kill(): Promise<void>;
  /** Fails with the end of its log if it has ended by itself. */
  check(): void;
}

/** Where Debian has daemons, which is not in everybody's PATH. */
const path = [process.env.PATH, '/usr/sbin', '/sbin'].join(delimiter);

/** Whether a program is installed. */
export function isInstalled(program: string): boolean {
  return path.split(delimiter).some((folder) => existsSync(join(folder, program)));
}

export function daemon(log: string, program: string, args: readonly string[]): Daemon {
  let child: ChildProcess | undefined;
  const isAlive = () => child !== undefined && child.exitCode === null && child.signalCode === null;
  return {
    start: () => {
      const output = openSync(log, 'a');
      const dieWithParent = ['--pdeathsig', 'KILL', program, ...args];
      child = spawn('setpriv', dieWithParent, {
        stdio: ['ignore', output, output],
        env: { ...process.env, PATH: path },
      });
      child.once('error', () => undefined);
    },
    kill: async () => {
      child?.kill('SIGKILL');
      await waitUntil(`the end of ${program}`, () => child?.pid === undefined || !isAlive());
    },
    check: () => {
      if (isAlive()) return;
      const last = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-5).join('\n');
      throw new Error(`${program} has ended: is Slurm installed (scripts/installSlurm.sh)?\n${last}`);
    },
  };
}
