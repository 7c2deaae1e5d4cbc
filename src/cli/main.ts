#!/usr/bin/env node
import { reason, UserError } from '../userError.ts';
import { fail } from './fail.ts';
import { buildProgram } from './program.ts';

/** The command `measure`. Everything heavy is imported by the command that needs it, so that it starts at once. */

const verbose = process.argv.includes('--verbose');
const exitWith = (error: unknown): void => {
  process.exitCode = fail(error, verbose);
};
const endAtOnce = (error: unknown): void => {
  exitWith(error);
  process.exit();
};
process.on('uncaughtException', endAtOnce);
process.on('unhandledRejection', endAtOnce);
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // Whoever read our output has read enough; what we write to files goes on.
    if (error.code !== 'EPIPE')
      throw new UserError(`what is printed cannot be written (${reason(error)})`, { cause: error });
  });
}

await buildProgram().parseAsync().catch(exitWith);
