import { readFileSync } from 'node:fs';

/** `docs/command-line.md`, which the tests hold against what the command does. */
export const commandLinePage: string = readFileSync(
  new URL('../../docs/command-line.md', import.meta.url),
  'utf8',
);

/** The keys that the page says of the document of a command with `--json`, but for those that are not always there. */
export function documentedKeys(command: string): string[] {
  const rows = [...commandLinePage.matchAll(/^\| (`.+`.*?) \| (`.+) \|$/gm)];
  const [, , keys = ''] = rows.find(([, of]) => of!.split(', ').includes(`\`${command}\``)) ?? [];
  const [always = ''] = keys.replaceAll(/\(.*?\)/g, '').split(/[;,]/);
  return [...always.matchAll(/`(\w+)`/g)].map(([, key]) => key!).sort();
}
