import type { Precision } from '../description.ts';
import { EngineError } from '../engineError.ts';
import { DT, type NativeBackend, type TensorMetadata, wrapHandle } from '../native/backend.ts';
import { leaves, structureOf, type TensorTree, unflatten } from '../tree.ts';
import type { Compiled, CompileOptions } from '../types.ts';
import { toFloat64 } from './float64.ts';
import type { GraphNode } from './graph.ts';
import { type Recording, record } from './record.ts';
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

/** Compiles a function for TensorFlow: see `Engine.compile`. */
export function compileNative<A extends readonly TensorTree[], R extends TensorTree>(
  backend: NativeBackend,
  fn: (...args: A) => R,
  options: CompileOptions,
): Compiled<A, R> {
  const name = options.name ?? (fn.name || 'the compiled function');
  const precision: Precision = options.precision ?? 'float32';
  const traces = new Map<string, Trace<R>>();
  let disposed = false;

  const trace = (args: A, handleTypes: readonly number[]): Trace<R> => {
    const { nodes, inputs, outputs, structure } = whileTracing(precision, () =>
      recordPure(backend, fn, args, name),
    );
    const floats = new Set(inputs.filter((_input, k) => handleTypes[k] === DT.float));
    const graph = precision === 'float64' ? toFloat64(nodes, floats) : nodes;
    return {
      session: loadGraph(backend.binding, graph),
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
    const types = tensors.map((tensor) => backend.tensorMap.get(tensor.dataId).dtype);
    if (precision === 'float32' && types.includes(DT.double)) {
      throw new EngineError(
        `${name} computes in float32, but argument ${types.indexOf(DT.double)} is a double`,
      );
    }
    const key = `${structureOf(args as TensorTree)} ${tensors.map((t, k) => `${types[k]}[${t.shape}]`).join(' ')}`;
    let found = traces.get(key);
    if (found === undefined) {
      found = trace(args, types);
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
