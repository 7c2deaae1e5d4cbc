import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { join } from 'node:path';
import { freePorts } from './freePorts.ts';

export interface ClusterOptions {
  /** How many tasks of one core a node runs at a time; default 1. */
  readonly cores?: number;
  readonly maxArraySize?: number;
  /** Seconds until a node that does not answer counts as lost; default 10. */
  readonly nodeTimeout?: number;
}

const template = new URL('slurm.conf.template', import.meta.url);

/** Writes all that the daemons of a cluster read into an empty folder, and returns slurm.conf's path. */
export async function configure(folder: string, options: ClusterOptions): Promise<string> {
  for (const name of ['munge', 'controller', 'n1', 'n2']) mkdirSync(join(folder, name));
  // munged insists that others can reach its socket, and nobody can change it
  chmodSync(folder, 0o755);
  writeFileSync(join(folder, 'munge', 'key'), randomBytes(128), { mode: 0o400 });
  // a fake graphics card has to be a device
  writeFileSync(join(folder, 'gres.conf'), 'NodeName=n[1-2] Name=gpu File=/dev/null\n');
  const [controller, ...nodes] = await freePorts(3);
  const values: Record<string, string | number | undefined> = {
    FOLDER: folder,
    HOST: hostname().split('.', 1)[0],
    USER: userInfo().username,
    CONTROLLER_PORT: controller,
    NODE_PORTS: nodes.join('-'),
    CORES: options.cores ?? 1,
    MAX_ARRAY_SIZE: options.maxArraySize ?? 10_001,
    NODE_TIMEOUT: options.nodeTimeout ?? 10,
  };
  const text = readFileSync(template, 'utf8').replaceAll(/@([A-Z_]+)@/g, (_, key) => String(values[key]));
  const path = join(folder, 'slurm.conf');
  writeFileSync(path, text);
  return path;
}
