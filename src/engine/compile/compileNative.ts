import { scalar, type Tensor } from '@tensorflow/tfjs-core';
import { EngineError } from '../engineError.ts';
import { DT, type NativeBackend, type TensorMetadata, wrapHandle } from '../native/backend.ts';
import { leaves, structureOf, type TensorTree, unflatten } from '../tree.ts';
import type { Compiled, CompileOptions, Repeated, Repetition } from '../types.ts';
import { toFloat64 } from './float64.ts';
import type { GraphNode } from './graph.ts';
import { loopGraph } from './loop.ts';
import { type Recording, record } from './record.ts';
import { requireSameState } from './sameState.ts';
import { loadGraph } from './savedModel.ts';
import { tracedPrecision, whileTracing } from './tracing.ts';

/** A graph in a session, ready to run. */
interface Trace<R extends TensorTree> {
  readonly session: number;
  readonly inputNames: string;
  readonly outputNames: string;
  readonly structure: R;
}

function sameNode(a: GraphNode | undefined, b: GraphNode | undefined): boolean {
  const text = (node: GraphNode | undefined): string | undefined =>
    JSON.stringify(node, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value,
    );
  return text(a) === text(b);
}

/** Records twice: what differs between two runs of a pure function is no constant, and must not become one. */
function recordPure<A extends readonly TensorTree[], R extends TensorTree>(
  backend: NativeBackend,
  fn: (...args: A) => R,
  args: A,
  name: string,
): Recording<R> {
  const first = record(backend, fn, args);
  const second = record(backend, fn, args);
  const longer = first.nodes.length < second.nodes.length ? second.nodes : first.nodes;
  const impure = longer.findIndex((_node, k) => !sameNode(first.nodes[k], second.nodes[k]));
  if (impure >= 0) {
    throw new EngineError(
      `${name} is not pure: two traces of it differ at operation ${impure} (${longer[impure]!.op}); ` +
        'pass random draws and other state as arguments',
    );
  }
  return first;
}

/** A function's graph in the precision that it computes in. */
function recordIn<A extends readonly TensorTree[], R extends TensorTree>(
  backend: NativeBackend,
  fn: (...args: A) => R,
  args: A,
  { name, precision }: Required<CompileOptions>,
): Recording<R> {
  const types = typesOf(backend, leaves(args as TensorTree));
  const recording = whileTracing(precision, () => recordPure(backend, fn, args, name));
  if (precision === 'float32') return recording;
  const floats = new Set(recording.inputs.filter((_input, k) => types[k] === DT.float));
  return { ...recording, nodes: toFloat64(recording.nodes, floats) };
}

function typesOf(backend: NativeBackend, tensors: readonly Tensor[]): readonly number[] {
  return tensors.map(({ dataId }) => backend.tensorMap.get(dataId).dtype);
}

function named(options: CompileOptions, fn: { readonly name: string }): Required<CompileOptions> {
  return {
    name: options.name ?? (fn.name || 'the compiled function'),
    precision: options.precision ?? 'float32',
  };
}

/** Compiles a function for TensorFlow: see `Engine.compile`. */
export function compileNative<A extends readonly TensorTree[], R extends TensorTree>(
  backend: NativeBackend,
  fn: (...args: A) => R,
  options: CompileOptions,
): Compiled<A, R> {
  const given = named(options, fn);
  return compileGraphs(backend, (args: A) => recordIn(backend, fn, args, given), given);
}

/** Compiles a function that is applied again and again: see `Engine.repeat`. */
export function repeatNative<State extends TensorTree, Fixed extends TensorTree>(
  backend: NativeBackend,
  step: (state: State, fixed: Fixed) => Repetition<State>,
  options: CompileOptions,
): Repeated<State, Fixed> {
  const given = named(options, step);
  const record = ([state, fixed]: [State, Fixed, Tensor]): Recording<State> => {
    const recording = recordIn(backend, step, [state, fixed], given);
    requireSameState(state, recording.structure.state, given.name);
    return loopGraph(recording);
  };
  const compiled = compileGraphs(backend, record, given);
  const repeated = (steps: number, state: State, fixed: Fixed): State => {
    const limit = scalar(steps, 'int32');
    try {
      return compiled(state, fixed, limit);
    } finally {
      limit.dispose();
    }
  };
  return Object.assign(repeated, { dispose: compiled.dispose });
}

/** A function of which a graph is made for every shape, type and structure of its arguments. */
function compileGraphs<A extends readonly TensorTree[], R extends TensorTree>(
  backend: NativeBackend,
  record: (args: A) => Recording<R>,
  { name, precision }: Required<CompileOptions>,
): Compiled<A, R> {
  const traces = new Map<string, Trace<R>>();
  let disposed = false;

  const trace = (args: A): Trace<R> => {
    const { nodes, inputs, outputs, structure } = record(args);
    return {
      session: loadGraph(backend.binding, nodes),
      inputNames: inputs.map((input) => `${input}:0`).join(','),
      outputNames: outputs.map((output) => `${output}:0`).join(','),
      structure,
    };
  };

  const compiled = (...args: A): R => {
    if (disposed) throw new EngineError(`${name} was disposed`);
    if (tracedPrecision() !== undefined)
      throw new EngineError(`${name} was called within another compiled function`);
    const tensors = leaves(args as TensorTree);
    const ids = backend.getInputTensorIds(tensors);
    const types = typesOf(backend, tensors);
    if (precision === 'float32' && types.includes(DT.double)) {
      throw new EngineError(
        `${name} computes in float32, but argument ${types.indexOf(DT.double)} is a double`,
      );
    }
    const key = `${structureOf(args as TensorTree)} ${tensors.map((t, k) => `${types[k]}[${t.shape}]`).join(' ')}`;
    let found = traces.get(key);
    if (found === undefined) {
      found = trace(args);
      traces.set(key, found);
    }
    const { session, inputNames, outputNames, structure } = found;
    let results: TensorMetadata[];
    try {
      results = backend.binding.runSavedModel(session, ids, inputNames, outputNames);
    } catch (error) {
      throw new EngineError(`${name} failed: ${(error as Error).message}`, { cause: error });
    }
    return unflatten(
      structure,
      results.map((result) => wrapHandle(backend, result)),
    );
  };
  const dispose = (): void => {
    for (const { session } of traces.values()) backend.binding.deleteSavedModel(session);
    traces.clear();
    disposed = true;
  };
  return Object.assign(compiled, { dispose });
}
