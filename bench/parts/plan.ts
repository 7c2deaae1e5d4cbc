import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { ModelOptions } from '../../src/models/spec/index.ts';
import { benchCheckpoint } from '../checkpoint.ts';
import { MNIST } from '../datasets.ts';
import { inFolder } from '../folder.ts';
import { writeFreshCheckpoint } from '../freshCheckpoint.ts';
import { type GroupJob, type GroupProcess, medianDifference, race, together } from '../groups.ts';
import { smallCnn, wideResnet } from '../networks.ts';
import { startOurGroups } from '../ours.ts';
import { type PeerSetting, startPeerGroups } from '../peer.ts';
import { fourRegions } from '../regions.ts';
import { printRow, printTitles } from '../row.ts';
import { fastest } from '../timing.ts';

const RADII = [5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1, 1];
const CORES = availableParallelism();

/** PyTorch in some processes of some threads. */
interface Rival extends PeerSetting {
  readonly processes: number;
}

function nameOf({ case: kind, processes, threads, channelsLast }: Rival): string {
  const order = channelsLast ? ', channels last' : '';
  return `${kind} gradient, ${processes} x ${threads} thread${threads > 1 ? 's' : ''}${order}`;
}

function inBothOrders(rival: Omit<Rival, 'case' | 'channelsLast'>): Rival[] {
  return [false, true].map((channelsLast) => ({ case: 'shared', channelsLast, ...rival }));
}

const ONE_PROCESS: readonly Rival[] = [
  ...inBothOrders({ processes: 1, threads: 1 }),
  ...inBothOrders({ processes: 1, threads: CORES }),
];
const ALL_CORES: readonly Rival[] = [
  ...inBothOrders({ processes: CORES, threads: 1 }),
  ...inBothOrders({ processes: 1, threads: CORES }),
  { case: 'separate', processes: 1, threads: CORES, channelsLast: false },
];

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

interface Sizes {
  readonly groups: number;
  readonly rounds: number;
}

async function against(
  rivals: readonly Rival[],
  { label, python, job, workers, sizes }: Comparison & { readonly workers: number },
): Promise<void> {
  const ours = together(times(workers, () => startOurGroups(job)));
  const theirs = rivals.map(
    (rival): GroupProcess => together(times(rival.processes, () => startPeerGroups(python, job, rival))),
  );
  const contestants = [ours, ...theirs];
  const [first, ...others] = await race(contestants, { first: 0, count: sizes.groups, rounds: sizes.rounds });
  for (const one of contestants) one.stop();
  others.forEach((other, k) => {
    printRow(`${label}, ${nameOf(rivals[k]!)}`, first!, other);
  });
  printRow(`${label}, the best of these`, first!, fastest(others));
  const difference = medianDifference(first!.sums, others[0]!.sums);
  console.log(`  the values of both agree: median relative difference ${difference.toExponential(1)}`);
}

interface Comparison {
  readonly label: string;
  readonly python: string;
  readonly job: GroupJob;
  readonly sizes: Sizes;
}

async function compareOn(label: string, model: ModelOptions, python: string, sizes: Sizes): Promise<void> {
  await inFolder(async (folder) => {
    const run = join(folder, 'run');
    writeFreshCheckpoint(run, model, MNIST.name);
    const regions = fourRegions({ bias: 'constant', eta: 0.01 }, () => RADII);
    const checkpoint = await benchCheckpoint(run, MNIST, folder);
    const job: GroupJob = { checkpoint, regions, m: 8, ascent: { kind: 'one-step' } };
    await against(ONE_PROCESS, { label: `${label}, one process`, python, job, workers: 1, sizes });
    await against(ALL_CORES, { label: `${label}, ${CORES} cores`, python, job, workers: CORES, sizes });
  });
}

/** The paper's plan: four measures at twelve radii. */
export async function plan(python: string): Promise<void> {
  printTitles();
  await compareOn('small CNN', smallCnn([28, 28, 1]), python, { groups: 8 * CORES, rounds: 7 });
  await compareOn('WRN-28-2', wideResnet(28, 2, [28, 28, 1]), python, { groups: CORES, rounds: 3 });
}
