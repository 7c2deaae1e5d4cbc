import type { RandomStream } from '../../random/stream.ts';
import type { ParameterRole, ParameterSpec } from './types.ts';

/** Draws one element of a parameter. */
export type Draw = (stream: RandomStream) => number;

/** The inputs and outputs that one weight of a layer sees: [out, in, height, width] or [out, in]. */
export interface Fans {
  readonly fanIn: number;
  readonly fanOut: number;
}

/** How the elements of a parameter are drawn. */
export type DrawOf = (parameter: Pick<ParameterSpec, 'role'>, fans: Fans) => Draw;

/** Convolutions and linear layers, biases too: uniform within 1 / sqrt(fan in). */
export function pytorchDefault({ role }: Pick<ParameterSpec, 'role'>, { fanIn }: Fans): Draw {
  return identityNorm(role) ?? uniformWithin(1 / Math.sqrt(fanIn));
}

export function heNormal({ role }: Pick<ParameterSpec, 'role'>, { fanOut }: Fans): Draw {
  return identityNorm(role) ?? (role.endsWith('bias') ? constant(0) : normalOf(Math.sqrt(2 / fanOut)));
}

/** He normal for convolutions, PyTorch's default for the rest. */
export function heConvolutions(parameter: Pick<ParameterSpec, 'role'>, fans: Fans): Draw {
  return parameter.role === 'conv-weight' ? heNormal(parameter, fans) : pytorchDefault(parameter, fans);
}

function identityNorm(role: ParameterRole): Draw | undefined {
  if (role === 'batch-norm-weight') return constant(1);
  return role === 'batch-norm-bias' ? constant(0) : undefined;
}

export const constant =
  (value: number): Draw =>
  () =>
    value;

const uniformWithin =
  (bound: number): Draw =>
  (stream) =>
    (2 * stream.uniform() - 1) * bound;

export const normalOf =
  (standardDeviation: number): Draw =>
  (stream) =>
    stream.normal() * standardDeviation;
