import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { UserError } from '../src/userError.ts';

/**
 * Lays PyTorch into a virtual environment of its own, unless it lies there.
 *
 * @returns its Python
 * @throws UserError, one line, where Python or the registry cannot be had
 */
export function installPeer(): string {
  const script = fileURLToPath(new URL('../scripts/installPyTorch.sh', import.meta.url));
  const { error, status } = spawnSync('bash', [script], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (error) throw new UserError('bench: bash cannot be started, which installs PyTorch');
  if (status !== 0) throw new UserError('bench: PyTorch could not be installed');
  return fileURLToPath(new URL('.venv/bin/python', import.meta.url));
}
