import { CommanderError } from '@commander-js/extra-typings';
import { reason, WriteError } from '../userError.ts';
import { say } from './say.ts';

/** How the command can end. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, someSkipped: 3, interrupted: 130 } as const;

/**
 * Says in one line why the command ends, and with `verbose` what caused it.
 * @returns the exit code.
 */
export function fail(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    say(error.message.replace(/^error: /, '').replaceAll(/\s+/g, ' '));
  } else say(`${reason(error)}${remedyOf(error)}`);
  if (verbose) process.stderr.write(chain(error));
  return error instanceof CommanderError ? exitCodes.wrongUsage : exitCodes.failed;
}

function remedyOf(error: unknown): string {
  return error instanceof WriteError
    ? '; make room or make it writable, and start it again: what is finished is kept'
    : '';
}

/** The stacks of an error and of what caused it, the first cause last. */
function chain(error: unknown): string {
  if (!(error instanceof Error)) return `${String(error)}\n`;
  const { cause, stack = error.message } = error;
  return cause === undefined ? `${stack}\n` : `${stack}\ncaused by: ${chain(cause)}`;
}
