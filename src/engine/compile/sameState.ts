import { EngineError } from '../engineError.ts';
import { leaves, structureOf, type TensorTree } from '../tree.ts';

function describe(tree: TensorTree): string {
  return `${structureOf(tree)} ${leaves(tree).map(({ dtype, shape }) => `${dtype}[${shape}]`)}`;
}

/**
 * A repeated function gives what it takes.
 *
 * @throws EngineError when structure, types or shapes differ
 */
export function requireSameState(before: TensorTree, after: TensorTree, name: string): void {
  const [takes, gives] = [describe(before), describe(after)];
  if (takes === gives) return;
  throw new EngineError(
    `${name} must give a state like the one it takes, but takes ${takes} and gives ${gives}`,
  );
}
