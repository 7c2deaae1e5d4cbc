import { type CommandUnknownOpts, Option } from '@commander-js/extra-typings';
import { paperRadii } from './optionValues.ts';
import type { PlanOptions } from './planOptions.ts';

/** Public definitions of sharpness, as options of `measure run` (docs/theory.md, "Presets"). */
export type PresetName = 'asam-paper' | 'samsung' | 'davda54' | 'epfl';

export type Preset = Readonly<Partial<PlanOptions>>;

/** One step of ascent within the batch that a trainer takes it in. */
const trainersStep: Preset = {
  m: [128],
  p: [2],
  ascent: 'one-step',
  loss: 'cross-entropy',
  bn: 'batch',
  augmentation: 'none',
  perturb: ['*'],
};

export const presets: Readonly<Record<PresetName, Preset>> = {
  'asam-paper': {
    m: [8],
    p: [2, 'inf'],
    normalization: ['none', 'element'],
    rho: paperRadii,
    eta: 0.01,
    bias: 'constant',
    ascent: 'one-step',
    loss: 'cross-entropy',
    bn: 'evaluation',
    augmentation: 'none',
    perturb: ['*'],
  },
  samsung: { ...trainersStep, normalization: ['element'], rho: [0.5], eta: 0.01, bias: 'constant' },
  // its default radius, and the one that it recommends where it is adaptive
  davda54: {
    ...trainersStep,
    normalization: ['none', 'element'],
    rho: [0.05, 2],
    eta: 0,
    bias: 'normalized',
  },
  epfl: {
    samples: 1024,
    sampling: 'first',
    m: [128],
    p: ['inf'],
    normalization: ['none', 'element'],
    // of its grids for ResNets: the first four where it is not adaptive, the last four where it is
    rho: [0.0005, 0.001, 0.002, 0.004, 0.008],
    eta: 0,
    bias: 'normalized',
    ascent: 'epfl-apgd',
    steps: 20,
    restarts: 1,
    loss: 'cross-entropy',
    bn: 'evaluation',
    augmentation: 'none',
    perturb: ['*'],
  },
};

/** `--preset <name>` */
export function presetOption(): Option<
  '--preset <name>',
  undefined,
  undefined,
  undefined,
  false,
  PresetName
> {
  return new Option(
    '--preset <name>',
    'options as a public code has them; those given beside it win',
  ).choices(['asam-paper', 'samsung', 'davda54', 'epfl'] as const);
}

/** The options of a preset, but for those that the command line gives. */
export function presetBeside(command: CommandUnknownOpts, name: PresetName | undefined): Preset {
  if (name === undefined) return {};
  const options = Object.entries(presets[name]);
  return Object.fromEntries(options.filter(([option]) => command.getOptionValueSource(option) !== 'cli'));
}
