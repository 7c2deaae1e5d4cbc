import { buildProgram } from '../../src/cli/program.ts';

/**
 * Parses a command line, and does nothing of what it says.
 *
 * @throws what is wrong with a command, an option, a choice or a value
 */
export async function understand(words: readonly string[]): Promise<void> {
  const program = buildProgram();
  for (const command of program.commands) command.action(() => undefined);
  await program.parseAsync(words, { from: 'user' });
}
