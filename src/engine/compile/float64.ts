import { DT } from '../native/backend.ts';
import { type AttrValue, cast, type GraphNode } from './graph.ts';

function doubleType(type: number): number {
  return type === DT.float ? DT.double : type;
}

/** The low bits of a significand: where they are 0, a float is a power of two, a small multiple of one, or no number. */
const LOW_BITS = 0xfffff;

/**
 * The double that a float32 constant stands for: the shortest decimal that rounds to it. A constant that the
 * program wrote as 0.01 is 0.01 again, not the float32 next to it. Whole numbers and powers of two stay what they are.
 */
function intended(float: number, bits: number): number {
  if ((bits & LOW_BITS) === 0) return float;
  for (let digits = 1; digits <= 9; digits++) {
    const decimal = Number(float.toPrecision(digits));
    if (Math.fround(decimal) === float) return decimal;
  }
  return float;
}

function doubleBytes(bytes: Uint8Array): Uint8Array {
  const { buffer } = bytes.slice();
  const bits = new Uint32Array(buffer);
  const doubles = Float64Array.from(new Float32Array(buffer), (float, k) => intended(float, bits[k]!));
  return new Uint8Array(doubles.buffer);
}

function doubleAttribute(value: AttrValue): AttrValue {
  if (value.type !== undefined) return { type: doubleType(value.type) };
  if (value.list?.type !== undefined) return { list: { type: value.list.type.map(doubleType) } };
  if (value.tensor?.dtype === DT.float) {
    const { tensor_shape, tensor_content } = value.tensor;
    return { tensor: { dtype: DT.double, tensor_shape, tensor_content: doubleBytes(tensor_content) } };
  }
  return value;
}

function doubleNode(node: GraphNode): GraphNode {
  const attr = Object.entries(node.attr).map(([key, value]) => [key, doubleAttribute(value)] as const);
  return { ...node, attr: Object.fromEntries(attr) };
}

/** What the rest of the graph reads in place of a float argument. */
export function doubleOf(input: string): string {
  return `${input}_double`;
}

/**
 * The same graph in double precision: every float becomes a double. A placeholder in `floatInputs` still
 * takes floats, which are cast (exactly) on the way in.
 */
export function toFloat64(nodes: readonly GraphNode[], floatInputs: ReadonlySet<string>): GraphNode[] {
  const renamed = (input: string): string => (floatInputs.has(input) ? doubleOf(input) : input);
  return nodes.flatMap((node) => {
    if (floatInputs.has(node.name)) return [node, cast(renamed(node.name), DT.float, DT.double, node.name)];
    return [doubleNode({ ...node, input: node.input.map(renamed) })];
  });
}
