import { DT } from '../native/backend.ts';
import { type AttrValue, cast, type GraphNode } from './graph.ts';

function doubleType(type: number): number {
  return type === DT.float ? DT.double : type;
}

function doubleBytes(bytes: Uint8Array): Uint8Array {
  const floats = new Float32Array(bytes.slice().buffer);
  return new Uint8Array(Float64Array.from(floats).buffer);
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

/**
 * The same graph in double precision: every float becomes a double. A placeholder in `floatInputs` still
 * takes floats, which are cast (exactly) on the way in.
 */
export function toFloat64(nodes: readonly GraphNode[], floatInputs: ReadonlySet<string>): GraphNode[] {
  const renamed = (input: string): string => (floatInputs.has(input) ? `${input}_double` : input);
  return nodes.flatMap((node) => {
    if (floatInputs.has(node.name)) return [node, cast(renamed(node.name), DT.float, DT.double, node.name)];
    return [doubleNode({ ...node, input: node.input.map(renamed) })];
  });
}
