import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ClusterOptions, configure } from './configure.ts';
import { type Daemon, daemon } from './daemon.ts';
import { killNodeProcesses } from './nodeProcesses.ts';
import { waitUntil } from './waitUntil.ts';

type NodeNumber = 1 | 2;

/** A real Slurm of a controller and two nodes, all on this machine; everything is in one temporary folder. */
export interface TestCluster {
  /** Returns when both nodes are ready; from then on `SLURM_CONF` leads Slurm's programs there. */
  start(): Promise<void>;
  /** Kills everything, tasks too, and removes the folder. */
  stop(): Promise<void>;
  /** The node loses its power: daemon and tasks are gone at once. */
  killNode(node: NodeNumber): Promise<void>;
  /** Returns when the controller uses the node again. */
  startNode(node: NodeNumber): Promise<void>;
  killController(): Promise<void>;
  /** With what the killed one had saved; returns when it answers. */
  startController(): Promise<void>;
}

interface Parts {
  readonly folder: string;
  readonly munge: Daemon;
  readonly controller: Daemon;
  readonly nodes: Readonly<Record<NodeNumber, Daemon>>;
}

export function testCluster(options: ClusterOptions = {}): TestCluster {
  let parts: Parts | undefined;
  const running = (): Parts => {
    if (parts === undefined) throw new Error('the cluster has not been started');
    return parts;
  };

  async function killNode(node: NodeNumber): Promise<void> {
    const { folder, nodes } = running();
    await nodes[node].kill();
    await killNodeProcesses({ folder, node: `n${node}` });
  }

  async function startNode(node: NodeNumber): Promise<void> {
    const program = running().nodes[node];
    program.start();
    await ready(program, ['-h', '-n', `n${node}`, '-o', '%T'], /^(idle|mixed|allocated|completing)$/);
  }

  return {
    start: async () => {
      parts = await prepare(options);
      const { munge, controller, nodes } = parts;
      munge.start();
      await answers('munge', munge, 'munge', ['-n', '-S', join(parts.folder, 'munge', 'socket')], /./);
      for (const program of [controller, nodes[1], nodes[2]]) program.start();
      await ready(controller, ['-h', '-t', 'idle', '-o', '%D'], /^2$/);
    },
    stop: async () => {
      if (parts === undefined) return;
      const { folder, controller, munge } = parts;
      const ends = await Promise.allSettled([killNode(1), killNode(2), controller.kill(), munge.kill()]);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      delete process.env.SLURM_CONF;
      parts = undefined;
      for (const end of ends) if (end.status === 'rejected') throw end.reason;
    },
    killNode,
    startNode,
    killController: () => running().controller.kill(),
    startController: async () => {
      const { controller } = running();
      controller.start();
      await answers('the controller', controller, 'scontrol', ['ping'], /is UP/);
    },
  };
}

async function prepare(options: ClusterOptions): Promise<Parts> {
  const folder = mkdtempSync(join(tmpdir(), 'slurm-'));
  const conf = await configure(folder, options);
  process.env.SLURM_CONF = conf;
  const munge = ['key-file:key', 'socket:socket', 'pid-file:pid', 'log-file:log', 'seed-file:seed'].map(
    (pair) => `--${pair.replace(':', `=${join(folder, 'munge')}/`)}`,
  );
  const log = (name: string): string => join(folder, `${name}.output`);
  const node = (name: string): Daemon => daemon(log(name), 'slurmd', ['-D', '-N', name, '-f', conf]);
  return {
    folder,
    munge: daemon(log('munge'), 'munged', ['-F', ...munge]),
    controller: daemon(log('controller'), 'slurmctld', ['-D', '-f', conf]),
    nodes: { 1: node('n1'), 2: node('n2') },
  };
}

function ready(program: Daemon, args: readonly string[], wanted: RegExp): Promise<void> {
  return answers('the nodes', program, 'sinfo', args, wanted);
}

function answers(
  what: string,
  needed: Daemon,
  program: string,
  args: readonly string[],
  wanted: RegExp,
): Promise<void> {
  return waitUntil(`an answer of ${what}`, async () => {
    needed.check();
    const call = promisify(execFile)(program, args, { timeout: 5000, killSignal: 'SIGKILL' });
    const text = await call.then(({ stdout }) => stdout.trim()).catch(() => '');
    return wanted.test(text);
  });
}
