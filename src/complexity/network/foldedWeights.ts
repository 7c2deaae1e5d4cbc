import { toTensors, type Weights } from '../../models/apply/index.ts';
import type { DoubleTensors, FoldedNetwork } from '../weights/foldBatchNorm.ts';

/** The tensors of a network without batch norm, in float32. */
export function foldedWeights({ parameters, buffers }: FoldedNetwork): Weights {
  return { parameters: toTensors(single(parameters)), buffers: toTensors(single(buffers)) };
}

function single(tensors: DoubleTensors): Parameters<typeof toTensors>[0] {
  return new Map(
    [...tensors].map(([name, { shape, data }]) => [name, { shape, data: Float32Array.from(data) }]),
  );
}
