import * as tf from '@tensorflow/tfjs-core';
import { scoped, type Tensors } from '../engine/index.ts';
import { toHosts, toTensors } from '../models/apply/index.ts';
import {
  type HostTensor,
  type Initialization,
  initialBuffers,
  initializeParameters,
  type ModelSpec,
  quoted,
} from '../models/spec/index.ts';
import { fromVector, layoutOf, toVector, type VectorLayout } from '../sharpness/parameterVector.ts';
import type { Optimizer } from './optimizer/index.ts';
import type { TrainingState } from './step.ts';

/** A state on the host: tensors by names of their own. */
export type SavedState = ReadonlyMap<string, HostTensor>;

/** A model's tensors as they are stored, in the order of the specification. */
export interface StoredWeights {
  readonly parameters: ReadonlyMap<string, HostTensor>;
  readonly buffers: ReadonlyMap<string, HostTensor>;
}

/** How a training starts. */
export interface Start {
  readonly spec: ModelSpec;
  readonly optimizer: Optimizer;
  readonly initialization: Initialization;
  readonly seed: number;
}

/** The state before the first step, and where each parameter is in its vector. The caller disposes the state. */
export function initialState({ spec, optimizer, initialization, seed }: Start): {
  readonly state: TrainingState;
  readonly layout: VectorLayout;
} {
  const tensors = toTensors(initializeParameters(spec, seed, initialization));
  const layout = layoutOf(tensors);
  const parameters = tf.tidy(() => toVector(tensors, layout));
  tf.dispose(tensors);
  const buffers = toTensors(initialBuffers(spec));
  return { state: { parameters, buffers, optimizer: optimizer.init(layout.size) }, layout };
}

/** The tensors of a state. */
export function tensorsOf({ parameters, buffers, optimizer }: TrainingState): tf.Tensor[] {
  return [parameters, ...Object.values(buffers), ...Object.values(optimizer)];
}

/** The parameters of a state, by name. They belong to the caller, or to the enclosing scope. */
export function parametersOf({ parameters }: TrainingState, layout: VectorLayout): Record<string, tf.Tensor> {
  return tf.tidy(() => ({ ...fromVector(parameters, layout) }));
}

/** The model in a state as it is stored. */
export function storedWeights(state: TrainingState, layout: VectorLayout, spec: ModelSpec): StoredWeights {
  const inOrder = (specs: readonly { readonly name: string }[], tensors: Tensors) =>
    toHosts(Object.fromEntries(specs.map(({ name }) => [name, tensors[name]!])));
  return scoped(() => {
    const parameters = parametersOf(state, layout);
    return {
      parameters: inOrder(spec.parameters, parameters),
      buffers: inOrder(spec.buffers, state.buffers),
    };
  });
}

const PARAMETERS = 'parameters';
const BUFFERS = 'buffers/';
const OPTIMIZER = 'optimizer/';

/** A whole state, to go on from. */
export function saveState({ parameters, buffers, optimizer }: TrainingState): SavedState {
  const all: [string, tf.Tensor][] = [
    [PARAMETERS, parameters],
    ...Object.entries(buffers).map(([name, tensor]): [string, tf.Tensor] => [`${BUFFERS}${name}`, tensor]),
    ...Object.entries(optimizer).map(([name, tensor]): [string, tf.Tensor] => [
      `${OPTIMIZER}${name}`,
      tensor,
    ]),
  ];
  return new Map(
    all.map(([name, tensor]) => [name, { shape: tensor.shape, data: Float32Array.from(tensor.dataSync()) }]),
  );
}

/** The names and shapes that `saveState` gives, of a training with this model and optimizer. */
function savedShapes({ spec, optimizer }: Pick<Start, 'spec' | 'optimizer'>): Map<string, readonly number[]> {
  const vector = [spec.parameterCount];
  // which vectors an optimizer keeps does not depend on their length
  const kept = tf.tidy(() => Object.keys(optimizer.init(1)));
  return new Map([
    [PARAMETERS, vector],
    ...spec.buffers.map(({ name, shape }) => [`${BUFFERS}${name}`, shape] as const),
    ...kept.map((name) => [`${OPTIMIZER}${name}`, vector] as const),
  ]);
}

/** What is wrong with a state that is to be restored for this model and optimizer, in words; null: nothing. */
export function stateDifference(
  saved: SavedState,
  training: Pick<Start, 'spec' | 'optimizer'>,
): string | null {
  const expected = savedShapes(training);
  const unknown = [...saved.keys()].find((name) => !expected.has(name));
  if (unknown !== undefined) return `tensor ${quoted(unknown)} is not this training's`;
  for (const [name, shape] of expected) {
    const found = saved.get(name)?.shape;
    if (found === undefined) return `there is no tensor ${quoted(name)}`;
    if (found.join() !== shape.join()) {
      return `tensor ${quoted(name)} has shape [${found.slice(0, 8)}]; [${shape}] is expected`;
    }
  }
  return null;
}

/** The inverse of `saveState`, of a state that fits (`stateDifference`). The caller disposes it. */
export function restoreState(saved: SavedState): TrainingState {
  const below = (prefix: string): Record<string, tf.Tensor1D> =>
    Object.fromEntries(
      [...saved]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, { data }]) => [name.slice(prefix.length), tf.tensor1d(data.slice(), 'float32')]),
    );
  return {
    parameters: tf.tensor1d(saved.get(PARAMETERS)!.data.slice(), 'float32'),
    buffers: below(BUFFERS),
    optimizer: below(OPTIMIZER),
  };
}
