import { Tensor } from '@tensorflow/tfjs-core';

/** Tensors in arrays and records, nested as one likes. */
export type TensorTree = Tensor | readonly TensorTree[] | { readonly [key: string]: TensorTree };

function isList(tree: TensorTree): tree is readonly TensorTree[] {
  return Array.isArray(tree);
}

/** The tensors of a tree: arrays in order, records in the order of their sorted keys. */
export function leaves(tree: TensorTree): Tensor[] {
  if (tree instanceof Tensor) return [tree];
  if (isList(tree)) return tree.flatMap(leaves);
  return Object.keys(tree)
    .sort()
    .flatMap((key) => leaves(tree[key]!));
}

/** A tree of the same structure with its tensors taken, in the order of `leaves`, from `tensors`. */
export function unflatten<T extends TensorTree>(structure: T, tensors: readonly Tensor[]): T {
  let next = 0;
  const build = (tree: TensorTree): TensorTree => {
    if (tree instanceof Tensor) return tensors[next++]!;
    if (isList(tree)) return tree.map(build);
    return Object.fromEntries(
      Object.keys(tree)
        .sort()
        .map((key) => [key, build(tree[key]!)]),
    );
  };
  return build(structure) as T;
}

/** A text that is equal for trees of equal structure. */
export function structureOf(tree: TensorTree): string {
  if (tree instanceof Tensor) return '*';
  if (isList(tree)) return `[${tree.map(structureOf).join(',')}]`;
  return `{${Object.keys(tree)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${structureOf(tree[key]!)}`)
    .join(',')}}`;
}
