import { DT } from '../native/backend.ts';
import { leaves, type TensorTree } from '../tree.ts';
import type { Repetition } from '../types.ts';
import { doubleOf } from './float64.ts';
import { type AttrValue, constant, type GraphNode, identity, placeholder } from './graph.ts';
import type { Recording } from './record.ts';

/** The placeholder for how many repetitions there are at most. */
const LIMIT = 'limit';
const FRAME: AttrValue = { s: Buffer.from('loop') };

const scalarInt = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer);
const scalarBool = (value: boolean): Uint8Array => Uint8Array.of(value ? 1 : 0);

function node(name: string, op: string, input: readonly string[], attr: GraphNode['attr'] = {}): GraphNode {
  return { name, op, input, attr };
}

/** Brings a tensor into the loop; what is fixed is there in every repetition. */
function enter(name: string, type: number, input: string, fixed: boolean): GraphNode {
  return node(name, 'Enter', [input], {
    T: { type },
    frame_name: FRAME,
    is_constant: { b: fixed },
    // one repetition needs the one before
    parallel_iterations: { i: 1 },
  });
}

/**
 * A variable of the loop: what enters at first, then what the last repetition gave. The `head` decides whether
 * to go on; there is a `body` value only where it did, and an `exit` value only where it did not.
 */
function variable(name: string, type: number, initial: string, next: string): readonly GraphNode[] {
  const T = { type };
  return [
    enter(`${name}_enter`, type, initial, false),
    node(`${name}_head`, 'Merge', [`${name}_enter`, `${name}_next`], { T, N: { i: 2 } }),
    node(`${name}_switch`, 'Switch', [`${name}_head`, 'go_on'], { T }),
    identity(`${name}_body`, type, `${name}_switch:1`),
    node(`${name}_next`, 'NextIteration', [next], { T }),
    node(`${name}_exit`, 'Exit', [`${name}_switch`], { T }),
  ];
}

function typeOf({ attr }: GraphNode): number {
  return (attr.DstT ?? attr.dtype)!.type!;
}

/** The nodes outside the loop: placeholders, and the casts of those that come as floats. */
function isArgument({ op, name, input }: GraphNode): boolean {
  return op === 'Placeholder' || (op === 'Cast' && name === doubleOf(input[0]!));
}

/**
 * The graph that applies a recorded function of (state, fixed) again and again, in the control flow of
 * TensorFlow's graphs (Enter, Merge, Switch, NextIteration and Exit): one run of it is the whole loop.
 */
export function loopGraph<State extends TensorTree>({
  nodes,
  inputs,
  outputs,
  structure,
}: Recording<Repetition<State>>): Recording<State> {
  const outside = nodes.filter(isArgument);
  // where an argument is cast, the cast comes after it
  const source = new Map(outside.map((one) => [one.op === 'Cast' ? one.input[0]! : one.name, one]));
  const arguments_ = inputs.map((name) => source.get(name)!);
  const count = leaves(structure.state).length;
  const inLoop = new Map(
    arguments_.map(({ name }, k) => [name, k < count ? `state${k}_body` : `fixed${k - count}`]),
  );
  // keys in order: done, then the state
  const [done, ...next] = outputs;

  const body = nodes
    .filter((one) => !outside.includes(one))
    .map((one) => {
      const input = one.input.map((name) => inLoop.get(name) ?? name);
      // a constant belongs to the repetition that waits for it
      return { ...one, input: input.length === 0 ? ['^count_body'] : input };
    });
  const control: GraphNode[] = [
    placeholder(LIMIT, DT.int32, []),
    enter('limit_fixed', DT.int32, LIMIT, true),
    constant('zero', DT.int32, [], scalarInt(0)),
    ...variable('count', DT.int32, 'zero', 'count_up'),
    { ...constant('one', DT.int32, [], scalarInt(1)), input: ['^count_body'] },
    node('count_up', 'AddV2', ['count_body', 'one'], { T: { type: DT.int32 } }),
    constant('not_done', DT.bool, [], scalarBool(false)),
    enter('done_enter', DT.bool, 'not_done', false),
    node('done_head', 'Merge', ['done_enter', 'done_next'], { T: { type: DT.bool }, N: { i: 2 } }),
    node('done_next', 'NextIteration', [done!], { T: { type: DT.bool } }),
    node('undone', 'LogicalNot', ['done_head']),
    node('below', 'Less', ['count_head', 'limit_fixed'], { T: { type: DT.int32 } }),
    node('both', 'LogicalAnd', ['below', 'undone']),
    node('go_on', 'LoopCond', ['both']),
  ];
  const variables = arguments_.flatMap((argument, k) =>
    k < count
      ? variable(`state${k}`, typeOf(argument), argument.name, next[k]!)
      : [enter(`fixed${k - count}`, typeOf(argument), argument.name, true)],
  );
  const results = next.map((_, k) => identity(`end${k}`, typeOf(arguments_[k]!), `state${k}_exit`));
  return {
    nodes: [...outside, ...control, ...variables, ...body, ...results],
    inputs: [...inputs, LIMIT],
    outputs: results.map(({ name }) => name),
    structure: structure.state,
  };
}
