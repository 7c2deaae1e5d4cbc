/** A command line of `measure`, as a shell takes it. */
export function commandLine(words: readonly string[]): string {
  return ['measure', ...words].map(quoted).join(' ');
}

const plain = /^[\w@%+=:,./-]+$/;

function quoted(word: string): string {
  return plain.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
