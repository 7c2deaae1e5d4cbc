import { Argument, type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { engineChoices } from './chooseEngine.ts';
import { examples } from './examples.ts';

/** `measure engine [install|bench]` */
export function addEngineCommand(program: CommandUnknownOpts): void {
  program
    .command('engine')
    .summary('which engine runs here, and how fast; install the native one')
    .description(
      'Says which engine runs here, with its device, versions and threads; bench measures how fast it is; ' +
        "install puts the native engine, TensorFlow, into the user's cache (it needs Linux on x86-64, " +
        'Python 3.8 with pip, and a C++ compiler).',
    )
    .addArgument(new Argument('[task]', 'what to do instead').choices(['install', 'bench'] as const))
    .addOption(new Option('--engine <name>', 'which one (default: auto)').choices(engineChoices))
    .option('--cuda', 'install: with CUDA, for an NVIDIA GPU')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      examples('measure engine', 'measure engine bench --engine wasm', 'measure engine install --cuda'),
    )
    .action(async (task, options) => {
      const { runEngine } = await import('./runEngine.ts');
      await runEngine(task ?? 'describe', options);
    });
}
