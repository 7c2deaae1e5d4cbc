import { UserError } from '../../userError.ts';

/** A stretch in single quotes, one in double quotes, a character after a backslash, or plain characters. */
const piece = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y;

/**
 * Splits a line into arguments as a POSIX shell does: at white space; what stands in quotes or after a
 * backslash is kept. Nothing is expanded: no variables, no patterns.
 *
 * @throws UserError where a quote is not closed, or nothing follows a backslash
 */
export function splitArguments(text: string): string[] {
  const found: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < text.length; ) {
    piece.lastIndex = at;
    const match = piece.exec(text);
    if (match !== null) {
      word = (word ?? '') + meaning(match);
      at += match[0].length;
    } else if (/\s/.test(text.charAt(at))) {
      if (word !== undefined) found.push(word);
      word = undefined;
      at += 1;
    } else {
      const fault =
        text.charAt(at) === '\\' ? 'nothing follows the last \\' : `${text.charAt(at)} is not closed`;
      throw new UserError(`${text}: ${fault}`);
    }
  }
  if (word !== undefined) found.push(word);
  return found;
}

function meaning([, single, double, escaped, plain]: RegExpExecArray): string {
  if (double !== undefined) return double.replaceAll(/\\(["\\$`])|\\\n/g, '$1');
  return single ?? (escaped === '\n' ? '' : escaped) ?? plain ?? '';
}
