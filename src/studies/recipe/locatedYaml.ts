import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, type ParsedNode, Parser } from 'yaml';
import { UserError } from '../../userError.ts';

/** What a YAML file says, and where: `place` is `file:line:column`. */
export type Located =
  | { readonly kind: 'scalar'; readonly place: string; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly place: string; readonly items: readonly Located[] }
  | { readonly kind: 'map'; readonly place: string; readonly entries: readonly LocatedEntry[] };

/** A key of a map with its value. */
export interface LocatedEntry {
  readonly key: string;
  /** Of the key. */
  readonly place: string;
  readonly value: Located;
}

/** Far above any file that a researcher writes; they bound time and memory. */
const maxCharacters = 2 ** 16;
/** Of the syntax tree, which has about three levels for one of the document. */
const maxDepth = 60;

/**
 * Reads YAML that may come from anywhere: maps, lists, texts, numbers, true, false and null. Aliases, anchors and tags
 * are refused, and so is what is nested deep or repeats a key.
 *
 * @param file names the text in places and errors
 * @throws UserError with one line: file, line, column, and what is wrong there
 */
export function readLocatedYaml(text: string, file: string): Located {
  if (text.length > maxCharacters) {
    throw new UserError(`${file}: ${text.length} characters; at most ${maxCharacters} are read`);
  }
  const lines = new LineCounter();
  const placeOf = (offset: number): string => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  // the parser has no recursion; what composes and what follows have
  if (isDeeperThan(maxDepth, tokens)) throw new UserError(`${file}: is nested too deep for a recipe`);
  const [document, more] = [...new Composer().compose(tokens, true, text.length)];
  if (document === undefined || document.contents === null) throw new UserError(`${file}: is empty`);
  const [error] = document.errors;
  if (error) throw new UserError(`${placeOf(error.pos[0])}: is not YAML (${error.message})`);
  if (more) throw new UserError(`${placeOf(more.range[0])}: a second document begins; one is expected`);
  return located(document.contents, placeOf);
}

function isDeeperThan(most: number, tree: readonly unknown[]): boolean {
  let level = tree;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > most) return true;
    level = level.flatMap((part) =>
      typeof part === 'object' && part !== null ? Object.values(part).flat() : [],
    );
  }
  return false;
}

function located(node: ParsedNode | null, placeOf: (offset: number) => string): Located {
  if (node === null) throw new UserError(`${placeOf(0)}: a value is missing`);
  const place = placeOf(node.range[0]);
  if (isAlias(node)) throw new UserError(`${place}: an alias; write the value itself`);
  if (node.anchor !== undefined) throw new UserError(`${place}: an anchor (&); leave it out`);
  if (node.tag !== undefined) throw new UserError(`${place}: a tag (!); leave it out`);
  if (isSeq(node)) return { kind: 'list', place, items: node.items.map((item) => located(item, placeOf)) };
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }): LocatedEntry => {
      const name = located(key, placeOf);
      if (name.kind !== 'scalar') throw new UserError(`${name.place}: a key is a word`);
      const held: Located = value
        ? located(value, placeOf)
        : { kind: 'scalar', place: name.place, value: null };
      return { key: String(name.value), place: name.place, value: held };
    });
    return { kind: 'map', place, entries };
  }
  const value: unknown = isScalar(node) ? node.value : undefined;
  if (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    value === null
  ) {
    return { kind: 'scalar', place, value };
  }
  throw new UserError(`${place}: a text, a number, true, false or null is expected`);
}
