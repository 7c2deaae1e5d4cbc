import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings';
import { packageVersion } from '../packageVersion.ts';
import { addAuditCommand } from './auditCommand.ts';
import { addCorrelateCommand } from './correlateCommand.ts';
import { addDataCommand } from './dataCommand.ts';
import { addEngineCommand } from './engineCommand.ts';
import { examples } from './examples.ts';
import { addInspectCommand } from './inspectCommand.ts';
import { addReportCommand } from './reportCommand.ts';
import { addRunCommand } from './runCommand.ts';
import { addSweepCommand } from './sweepCommand.ts';
import { addTaskCommand } from './taskCommand.ts';
import { addTrainCommand } from './trainCommand.ts';

/** The command line: what is wrong with it is thrown, never printed by commander itself. */
export function buildProgram(): CommandUnknownOpts {
  const program = new Command('measure')
    .description(
      'Which measure of a trained network predicts how well it generalizes? ' +
        'Measures the sharpness of checkpoints and ranks the measures by generalization gap.',
    )
    .usage('<folder...> [options]\n       measure <command> [options]')
    .option('--verbose', 'show the stack of an internal error')
    .version(packageVersion(), '--version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined })
    .exitOverride()
    .addHelpText('after', examples('measure runs --data data', 'measure help run'));
  addRunCommand(program);
  addTrainCommand(program);
  addSweepCommand(program);
  addCorrelateCommand(program);
  addReportCommand(program);
  addAuditCommand(program);
  addInspectCommand(program);
  addDataCommand(program);
  addEngineCommand(program);
  addTaskCommand(program);
  return program;
}
