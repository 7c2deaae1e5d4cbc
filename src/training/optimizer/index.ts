import type { BaseOptimizer } from '../types.ts';
import { adam } from './adam.ts';
import { sgd } from './sgd.ts';
import type { Optimizer } from './types.ts';

export type { Optimizer, OptimizerState, Rates } from './types.ts';

/** The update rule of these options. */
export function optimizerOf(options: BaseOptimizer): Optimizer {
  switch (options.kind) {
    case 'sgd':
      return sgd(options);
    case 'adam':
      return adam(options);
  }
}
