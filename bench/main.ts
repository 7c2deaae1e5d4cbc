import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelOptions } from '../src/models/spec/index.ts';
import type { Region } from '../src/sharpness/index.ts';
import { UserError } from '../src/userError.ts';
import { medianDifference } from './agreement.ts';
import { compare, type Rounds } from './compare.ts';
import { writeFreshCheckpoint } from './freshCheckpoint.ts';
import { installPeer } from './installPeer.ts';
import { startOurs, startStudy } from './ours.ts';
import { type Peer, startPeer } from './peer.ts';
import { ROW_TITLES, row } from './row.ts';
import type { Case, Side } from './sides.ts';

/** Speed beside PyTorch's, in one run on the same cores. `npm run bench step gradient plan` runs some of it. */

const SMALL_CNN: ModelOptions = {
  architecture: 'cnn',
  channels: [8, 16, 16],
  batchNorm: true,
  dropoutRate: 0,
  inputShape: [14, 14, 1],
  classes: 10,
};
const WIDE_RESNET: ModelOptions = {
  architecture: 'wide-resnet',
  depth: 28,
  widenFactor: 2,
  dropoutRate: 0,
  inputShape: [32, 32, 3],
  classes: 10,
};
const REGIONS: readonly Region[] = [
  { p: 2, normalization: 'none' },
  { p: 'inf', normalization: 'none' },
  { p: 2, normalization: 'element' },
  { p: 'inf', normalization: 'element' },
];
const RADII = [5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1, 1];
const CORES = 2;
const EXAMPLES = 128;

async function report(
  label: string,
  what: Case,
  sides: readonly [Side, Side],
  rounds: Rounds,
): Promise<void> {
  console.log(row(label, ...(await compare(what, sides, rounds))));
}

async function steps(peer: Peer): Promise<void> {
  const ours = startOurs();
  const sgd = { learningRate: 0.01, momentum: 0.9, weightDecay: 5e-4, threads: 1 };
  for (const batchSize of [8, 32, 128]) {
    const options = { model: SMALL_CNN, batchSize, ...sgd };
    const label = `small CNN, SGD step, batch ${batchSize}, 1 thread`;
    await report(label, { case: 'trainingStep', options }, [ours, peer], { rounds: 15, repetitions: 100 });
  }
  ours.stop();
}

async function gradients(peer: Peer): Promise<void> {
  const ours = startOurs();
  for (const mode of ['evaluation', 'training'] as const) {
    const options = { model: WIDE_RESNET, mode, batchSize: 8, threads: 1 };
    const label = `WRN-28-2, forward + backward (${mode}), batch 8, 1 thread`;
    await report(label, { case: 'forwardBackward', options }, [ours, peer], { rounds: 8, repetitions: 5 });
  }
  ours.stop();
}

async function plan(peer: Peer): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'adaptive-sharpness-bench-'));
  try {
    const model = { ...WIDE_RESNET, inputShape: [28, 28, 1] } as const;
    const dataDirectory = fileURLToPath(new URL('../fixtures/data', import.meta.url));
    const written = writeFreshCheckpoint(folder, model, { dataDirectory, name: 'mnist' }, EXAMPLES);
    const { checkpoint, examples } = written;
    const measures = { regions: REGIONS, radii: RADII, eta: 0.01, m: 8 };
    const options = { model, checkpoint, examples, ...measures, threads: CORES };
    const { run, dataset, fingerprint } = written;
    const ours = startStudy({ run, dataset, fingerprint }, CORES);
    const label = `WRN-28-2, plan of ${REGIONS.length} x ${RADII.length}, one m-group, ${CORES} cores`;
    await report(label, { case: 'plan', options }, [ours, peer], { rounds: 3, repetitions: CORES });
    ours.stop();
    const difference = medianDifference(ours.groups, peer.groups);
    console.log(`  the values of both agree: median relative difference ${difference.toExponential(1)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PARTS = { step: steps, gradient: gradients, plan } as const;

function isPart(name: string): name is keyof typeof PARTS {
  return Object.hasOwn(PARTS, name);
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !isPart(name));
  if (unknown !== undefined) throw new UserError(`bench: no part ${unknown}; there are step, gradient, plan`);
  const peer = startPeer(installPeer());
  console.log(`${cpus()[0]?.model.trim()}, Node ${process.version}`);
  console.log(ROW_TITLES);
  for (const name of names.length > 0 ? names.filter(isPart) : (['step', 'gradient', 'plan'] as const)) {
    await PARTS[name](peer);
  }
  peer.stop();
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
process.exit();
