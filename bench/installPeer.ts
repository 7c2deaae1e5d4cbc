import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../src/userError.ts';

const REQUIREMENTS = ['torch==2.13.0', 'numpy', 'safetensors'];
const FOLDER = fileURLToPath(new URL('.venv', import.meta.url));

/** Written last, so that a half-made environment is made again. */
const COMPLETE = join(FOLDER, 'complete.json');

function runInstaller(what: string, program: string, args: readonly string[]): void {
  const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (error)
    throw new UserError(`bench: ${what}: ${program} cannot be started; install Python 3.10 or newer`);
  if (status === 0) return;
  const lines = stderr.trim().split('\n');
  throw new UserError(
    `bench: ${what} failed: ${lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1)}`,
  );
}

/**
 * Lays PyTorch into a virtual environment of its own, unless it lies there.
 *
 * @returns its Python
 * @throws UserError, one line, where Python or the registry cannot be had
 */
export function installPeer(): string {
  const python = join(FOLDER, 'bin', 'python');
  const wanted = JSON.stringify(REQUIREMENTS);
  if (existsSync(COMPLETE) && readFileSync(COMPLETE, 'utf8') === wanted) return python;
  console.error(`bench: installing ${REQUIREMENTS.join(', ')} into ${FOLDER}`);
  rmSync(FOLDER, { recursive: true, force: true });
  runInstaller('the virtual environment', 'python3', ['-m', 'venv', FOLDER]);
  runInstaller('pip install', python, ['-m', 'pip', 'install', '--quiet', ...REQUIREMENTS]);
  writeFileSync(COMPLETE, wanted);
  return python;
}
