import { CommanderError } from '@commander-js/extra-typings';
import { reason, UserError, WriteError } from '../userError.ts';
import { say } from './say.ts';

/** How the command can end. */
export const exitCodes = { done: 0, failed: 1, wrongUsage: 2, someSkipped: 3, interrupted: 130 } as const;

/**
 * Says in one line why the command ends, and with `verbose` where a defect of ours arose.
 * @returns the exit code.
 */
export function fail(error: unknown, verbose: boolean): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    if (error.code !== 'commander.help') say(error.message.replace(/^error: /, '').replaceAll(/\s+/g, ' '));
    return exitCodes.wrongUsage;
  }
  const remedy =
    error instanceof WriteError
      ? '; make room or make it writable, and start it again: what is finished is kept'
      : '';
  say(`${reason(error)}${remedy}`);
  if (verbose && error instanceof Error && !(error instanceof UserError)) {
    process.stderr.write(`${error.stack}\n`);
  }
  return exitCodes.failed;
}
