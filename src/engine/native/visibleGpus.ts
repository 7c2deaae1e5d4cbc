import { spawnSync } from 'node:child_process';

/** The NVIDIA GPUs of this machine, as their driver tells of them; none without a driver. */
export function visibleGpus(): readonly string[] {
  const query = ['--query-gpu=name,driver_version,memory.total', '--format=csv,noheader'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  if (status !== 0) return [];
  return stdout.split('\n').filter((line) => line.trim() !== '');
}
