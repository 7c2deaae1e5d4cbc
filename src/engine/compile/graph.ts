/** A GraphDef in the making, in the shape that protobufjs encodes (TensorFlow's graph.proto). */

export interface ShapeProto {
  readonly dim: readonly { readonly size: number }[];
}

export interface TensorProto {
  readonly dtype: number;
  readonly tensor_shape: ShapeProto;
  readonly tensor_content: Uint8Array;
}

export interface ListValue {
  readonly s?: readonly Uint8Array[];
  readonly i?: readonly number[];
  readonly f?: readonly number[];
  readonly b?: readonly boolean[];
  readonly type?: readonly number[];
  readonly shape?: readonly ShapeProto[];
}

export interface AttrValue {
  readonly list?: ListValue;
  readonly s?: Uint8Array;
  readonly i?: number;
  readonly f?: number;
  readonly b?: boolean;
  readonly type?: number;
  readonly shape?: ShapeProto;
  readonly tensor?: TensorProto;
}

export interface GraphNode {
  readonly name: string;
  readonly op: string;
  /** `node` for its first output, `node:k` for the others. */
  readonly input: readonly string[];
  readonly attr: Readonly<Record<string, AttrValue>>;
}

export function shapeProto(shape: readonly number[]): ShapeProto {
  return { dim: shape.map((size) => ({ size })) };
}

export function placeholder(name: string, dtype: number, shape: readonly number[]): GraphNode {
  return {
    name,
    op: 'Placeholder',
    input: [],
    attr: { dtype: { type: dtype }, shape: { shape: shapeProto(shape) } },
  };
}

export function constant(
  name: string,
  dtype: number,
  shape: readonly number[],
  content: Uint8Array,
): GraphNode {
  const tensor = { dtype, tensor_shape: shapeProto(shape), tensor_content: content };
  return { name, op: 'Const', input: [], attr: { dtype: { type: dtype }, value: { tensor } } };
}

export function identity(name: string, dtype: number, input: string): GraphNode {
  return { name, op: 'Identity', input: [input], attr: { T: { type: dtype } } };
}

export function cast(name: string, from: number, to: number, input: string): GraphNode {
  return { name, op: 'Cast', input: [input], attr: { SrcT: { type: from }, DstT: { type: to } } };
}
