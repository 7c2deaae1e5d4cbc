import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Runs a program in the repository's folder, its output on our stderr; throws where it fails. */
export function runProgram(what, program, args) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error) throw new Error(`${what}: ${program} cannot be started (${error.code})`);
  if (status !== 0) throw new Error(`${what} failed`);
}
