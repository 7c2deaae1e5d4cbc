import { UserError } from '../../userError.ts';
import { architectureOf } from './architectures.ts';
import { parseModelOptions } from './modelOptions.ts';
import type { ModelOptions, ModelSpec } from './types.ts';

/** 1 GiB of float32. */
const maxParameters = 2 ** 28;

/**
 * The names, shapes and roles of a network's tensors, as its PyTorch implementation's state_dict has them.
 *
 * @throws UserError when the options are not valid or describe more than 2^28 parameters
 */
export function modelSpec(options: ModelOptions): ModelSpec {
  const checked = parseModelOptions(options);
  const layers = architectureOf(checked).layers(checked);
  const parameters = layers.flatMap((layer) => layer.parameters);
  const parameterCount = parameters.reduce((total, { shape }) => total + elementCount(shape), 0);
  if (parameterCount > maxParameters) {
    throw new UserError(`model: ${parameterCount} parameters; at most ${maxParameters} are supported`);
  }
  return { options: checked, parameters, buffers: layers.flatMap((layer) => layer.buffers), parameterCount };
}

/** The number of elements of a tensor: 1 for the shape []. */
export function elementCount(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
