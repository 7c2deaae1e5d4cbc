import { type Engine, scoped } from '../../engine/index.ts';
import type { FoldedNetwork } from '../weights/foldBatchNorm.ts';
import { foldedWeights } from './foldedWeights.ts';
import type { ComplexityGraphs } from './graphs.ts';

/**
 * Path norm (Neyshabur et al. 2015; Jiang et al. 2019, C.3; PATH_NORM in Dziugaite et al. 2020): sum of f_{w^2}(1),
 * the outputs for an image of ones when every parameter w of the folded network is squared; without biases and max
 * pooling, the sum over all paths from input to output of the squared product of their weights.
 */
export function pathNorm(engine: Engine, graphs: ComplexityGraphs, folded: FoldedNetwork): number {
  return scoped(() => engine.doubles(graphs.squaredOutput(foldedWeights(folded)))[0]!);
}
