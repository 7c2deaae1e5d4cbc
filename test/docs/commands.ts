import { splitArguments } from '../../src/jobs/slurm/splitArguments.ts';
import { blocks, inlineCode } from './pages.ts';

/** A command line of a page: what follows `measure`, a script of package.json, or npm's own pack or install. */
export type PageCommand =
  | { readonly kind: 'script' | 'npm'; readonly where: string; readonly name: string }
  | {
      readonly kind: 'measure';
      readonly where: string;
      readonly line: string;
      readonly words: readonly string[];
    };

/** Every line of every block of shell commands, or of those of a page. */
export function blockCommands(page?: string): PageCommand[] {
  return blocks('sh', page).flatMap((block) =>
    block.text
      .trimEnd()
      .split('\n')
      .map((line, index) => commandOf(line, `${block.page}:${block.line + 1 + index}`)),
  );
}

/** The commands within sentences and tables. */
export function inlineCommands(): PageCommand[] {
  return inlineCode
    .filter(({ text }) => /^((npx )?measure |npm (run|install) |npm (test|pack)$)/.test(text))
    .map(({ page, line, text }) => commandOf(text, `${page}:${line}`));
}

/** @throws Error at a line that is neither */
function commandOf(text: string, where: string): PageCommand {
  const line = text.replace(/(^|\s+)# .*$/, '');
  const command = line.replace(/^source <\((.*)\)$/, '$1').replace(/ > \S+$/, '');
  const [, arguments_] = /^(?:npm run measure --|(?:npx )?measure) (.*)$/.exec(command) ?? [];
  if (arguments_ !== undefined) return { kind: 'measure', where, line, words: splitArguments(arguments_) };
  const [, own] = /^npm (pack|install)(?: [\w./-]+)?$/.exec(command) ?? [];
  if (own !== undefined) return { kind: 'npm', where, name: own };
  const [, name] = /^npm (?:run )?([\w:]+)(?: --[\w ]*)?$/.exec(command) ?? [];
  if (name === undefined) throw new Error(`${where}: no test knows what this is: ${line}`);
  return { kind: 'script', where, name };
}
