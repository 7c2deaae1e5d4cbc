import { styleText } from 'node:util';
import { Command, CommanderError, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { packageVersion } from '../packageVersion.ts';
import { addAuditCommand } from './auditCommand.ts';
import { addCompletionCommand } from './completionCommand.ts';
import { addCorrelateCommand } from './correlateCommand.ts';
import { addDataCommand } from './dataCommand.ts';
import { addDoctorCommand } from './doctorCommand.ts';
import { addEngineCommand } from './engineCommand.ts';
import { examples } from './examples.ts';
import { addHelpCommand } from './helpCommand.ts';
import { addInspectCommand } from './inspectCommand.ts';
import { addLandscapeCommand } from './landscapeCommand.ts';
import { addReportCommand } from './reportCommand.ts';
import { addRunCommand } from './runCommand.ts';
import { addSweepCommand } from './sweepCommand.ts';
import { addTaskCommand } from './taskCommand.ts';
import { addTrainCommand } from './trainCommand.ts';
import { usageText } from './usageText.ts';

/** The command line: what is wrong with it is thrown, never printed by commander itself. */
export function buildProgram(): CommandUnknownOpts {
  const program = new Command('measure')
    .description(
      'Which measure of a trained network predicts how well it generalizes? ' +
        'Measures the sharpness of checkpoints and ranks the measures by generalization gap.',
    )
    .usage('<folder...> [options]\n       measure <command> [options]')
    .option('--verbose', 'after an error, print its causes with their stacks')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true, subcommandTerm: commandAndArguments, styleTitle: bold })
    .configureOutput({ outputError: () => undefined, getOutHelpWidth: () => helpWidth(process.stdout) })
    .addHelpText(
      'after',
      examples('measure runs --data data', 'measure help run', 'measure doctor', 'measure data mnist'),
    );
  addRunCommand(program);
  addTrainCommand(program);
  addSweepCommand(program);
  addCorrelateCommand(program);
  addReportCommand(program);
  addAuditCommand(program);
  addLandscapeCommand(program);
  addInspectCommand(program);
  addDataCommand(program);
  addEngineCommand(program);
  addDoctorCommand(program);
  addCompletionCommand(program);
  addTaskCommand(program);
  addHelpCommand(program);
  for (const command of [program, ...program.commands]) explainUsage(command);
  return program;
}

/** `audit <checkpoint> [other]`: every command has options. */
function commandAndArguments(command: CommandUnknownOpts): string {
  const words = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}${argument.variadic ? '...' : ''}>` : `[${argument.name()}]`,
  );
  return [command.name(), ...words].join(' ');
}

/** On a terminal, and where NO_COLOR is not set. */
function bold(title: string): string {
  return styleText('bold', title, { stream: process.stdout });
}

const mostColumns = 100;

/** The columns of a help: those of the terminal, or 80 where there is none; lines that are longer are hard to read. */
function helpWidth({ columns }: { readonly columns?: number }): number {
  return Math.min(columns || 80, mostColumns);
}

/** Has a command throw what is wrong with its command line in our words. */
function explainUsage(command: CommandUnknownOpts): void {
  command.exitOverride((error) => {
    if (error.exitCode === 0) throw error;
    throw new CommanderError(error.exitCode, error.code, usageText(error, command));
  });
}
