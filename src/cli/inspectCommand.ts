import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { examples } from './examples.ts';

/** `measure inspect <checkpoint>` */
export function addInspectCommand(program: CommandUnknownOpts): void {
  program
    .command('inspect')
    .summary('what is in a checkpoint')
    .description(
      'Describes a run folder: its config.json, the layers of the network, and every tensor of model.safetensors.',
    )
    .argument('<checkpoint>', 'a run folder: config.json and model.safetensors')
    .option('--json', 'print one JSON document')
    .addHelpText('after', examples('measure inspect runs/cnn-1', 'measure inspect runs/cnn-1 --json'))
    .action(async (checkpoint, { json }) => {
      const { runInspect } = await import('./runInspect.ts');
      runInspect(checkpoint, json);
    });
}
