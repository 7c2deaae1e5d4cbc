import { type Engine, scoped } from '../../engine/index.ts';
import { toTensors, type Weights } from '../../models/apply/index.ts';
import type { DoubleTensors, FoldedNetwork } from '../weights/foldBatchNorm.ts';
import type { ComplexityGraphs } from './graphs.ts';

/** The tensors of a network without batch norm, in float32. */
export function foldedWeights({ parameters, buffers }: FoldedNetwork): Weights {
  return { parameters: toTensors(single(parameters)), buffers: toTensors(single(buffers)) };
}

function single(tensors: DoubleTensors): Parameters<typeof toTensors>[0] {
  return new Map(
    [...tensors].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]),
  );
}

/**
 * Path norm (Neyshabur et al. 2015; Jiang et al. 2019, C.3; PATH_NORM in Dziugaite et al. 2020): sum of f_{w^2}(1),
 * the outputs for an image of ones when every parameter w of the folded network is squared; without biases and max
 * pooling, the sum over all paths from input to output of the squared product of their weights.
 */
export function pathNorm(engine: Engine, graphs: ComplexityGraphs, folded: FoldedNetwork): number {
  return scoped(() => engine.doubles(graphs.squaredOutput(foldedWeights(folded)))[0]!);
}
