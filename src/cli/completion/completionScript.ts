import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { bashCompletion } from './bash.ts';
import { type CompletedProgram, completedCommands } from './completedCommands.ts';
import { fishCompletion } from './fish.ts';
import { zshCompletion } from './zsh.ts';

const writers: Readonly<Record<'bash' | 'zsh' | 'fish', (program: CompletedProgram) => string>> = {
  bash: bashCompletion,
  zsh: zshCompletion,
  fish: fishCompletion,
};

/** The script with which a shell completes the command lines of a program. */
export function completionScript(shell: keyof typeof writers, program: CommandUnknownOpts): string {
  return writers[shell](completedCommands(program));
}
