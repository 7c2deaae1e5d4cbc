import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Programs of Slurm that do what a test says, in place of those that are installed. */
export interface FakeSlurm {
  /** Lets a program be a script of the shell; `$HERE` is the folder of the fakes. */
  program(name: string, script: string): void;
  /** The arguments of each call of a program that wrote them with `called`. */
  calls(name: string): string[][];
}

/** Writes its arguments where `calls` finds them. */
export const called = `printf '%s\\n' "$@" >> "$HERE/$NAME.calls"; echo >> "$HERE/$NAME.calls"`;

const systemPath = process.env.PATH ?? '';

/** Makes a folder of fakes in `folder`, and lets only them be found. */
export function fakeSlurm(folder: string): FakeSlurm {
  const here = join(folder, 'bin');
  mkdirSync(here);
  process.env.PATH = here;
  return {
    program: (name, script) => {
      const text = `#!/bin/bash\nPATH='${systemPath}'\nHERE='${here}'\nNAME=${name}\n${script}\n`;
      writeFileSync(join(here, name), text, { mode: 0o755 });
    },
    calls: (name) => {
      const text = readFileSync(join(here, `${name}.calls`), 'utf8');
      return text
        .split('\n\n')
        .slice(0, -1)
        .map((call) => call.split('\n'));
    },
  };
}
