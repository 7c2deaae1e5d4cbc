import { InvalidArgumentError } from '@commander-js/extra-typings';
import { datasetInfo } from '../data/index.ts';
import type { ModelOptions } from '../models/spec/index.ts';

/** What the command line of `measure train` says of the model; absent is what it does not say. */
export interface ModelFlags {
  readonly model: ModelOptions['architecture'];
  readonly hidden?: readonly number[] | undefined;
  readonly channels?: readonly number[] | undefined;
  readonly batchNorm?: boolean | undefined;
  readonly depth?: number | undefined;
  readonly widenFactor?: number | undefined;
  readonly dropout?: number | undefined;
}

/** The flags that each architecture takes. */
const flagsOf: Readonly<Record<ModelOptions['architecture'], readonly (keyof ModelFlags)[]>> = {
  mlp: ['hidden'],
  cnn: ['channels', 'batchNorm', 'dropout'],
  resnet: ['depth'],
  'wide-resnet': ['depth', 'widenFactor', 'dropout'],
};

/** The model that the command line asks for, for the images and classes of a dataset. */
export function trainedModel(flags: ModelFlags, dataset: string): ModelOptions {
  requireFitting(flags);
  const { shape, classes } = datasetInfo(dataset);
  const common = { inputShape: shape, classes };
  const { hidden = [128], channels = [8, 16, 16], batchNorm = true, widenFactor = 2, dropout = 0 } = flags;
  switch (flags.model) {
    case 'mlp':
      return { architecture: 'mlp', hidden, ...common };
    case 'cnn':
      return { architecture: 'cnn', channels, batchNorm, dropoutRate: dropout, ...common };
    case 'resnet':
      return { architecture: 'resnet', depth: flags.depth ?? 20, ...common };
    case 'wide-resnet': {
      const { depth = 28 } = flags;
      return { architecture: 'wide-resnet', depth, widenFactor, dropoutRate: dropout, ...common };
    }
  }
}

/** An option that the model does not have would be silently ignored. */
function requireFitting(flags: ModelFlags): void {
  const all = new Set(Object.values(flagsOf).flat());
  const foreign = [...all].find((flag) => flags[flag] !== undefined && !flagsOf[flags.model].includes(flag));
  if (foreign === undefined) return;
  const option = `--${foreign.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  const own = Object.entries(flagsOf).filter(([, named]) => named.includes(foreign));
  throw new InvalidArgumentError(
    `${option} is for ${own.map(([model]) => model).join(' and ')}, and the model is ${flags.model}`,
  );
}
