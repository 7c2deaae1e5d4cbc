import type { ModelOptions } from '../../src/models/spec/index.ts';
import { compare, type Rounds } from '../compare.ts';
import { smallCnn, wideResnet } from '../networks.ts';
import { startOurSteps } from '../ours.ts';
import { startPeerSteps } from '../peer.ts';
import { printRow, printTitles } from '../row.ts';
import type { Case } from '../sides.ts';
import { fastest } from '../timing.ts';

/**
 * Prints a row for each case: ours against the faster of PyTorch's two orders. All take turns.
 *
 * @returns our medians
 */
async function report(
  python: string,
  cases: ReadonlyMap<string, Case>,
  rounds: Rounds,
): Promise<readonly number[]> {
  const sides = [startOurSteps(), startPeerSteps(python, false), startPeerSteps(python, true)];
  const contestants = [...cases.values()].flatMap((what) => sides.map((side) => ({ side, what })));
  const timings = await compare(contestants, rounds);
  for (const side of sides) side.stop();
  return [...cases.keys()].map((label, k) => {
    const [ours, ...theirs] = timings.slice(k * sides.length, (k + 1) * sides.length);
    printRow(label, ours!, fastest(theirs));
    return ours!.median;
  });
}

/** A network whose steps are timed at some batch sizes. */
interface Subject {
  readonly name: string;
  readonly model: ModelOptions;
  readonly threads: number;
  readonly rounds: (batchSize: number) => Rounds;
}

function smallCnnOn(side: number): Subject {
  return {
    name: `small CNN, ${side}x${side}`,
    model: smallCnn([side, side, 1]),
    threads: 1,
    rounds: (batchSize) => ({ rounds: 12, repetitions: Math.ceil(2000 / batchSize) }),
  };
}
const WIDE_RESNET: Subject = {
  name: 'WRN-28-2',
  model: wideResnet(28, 2, [32, 32, 3]),
  threads: 2,
  rounds: () => ({ rounds: 4, repetitions: 1 }),
};

async function reportSteps(
  python: string,
  { name, model, threads, rounds }: Subject,
  batchSize: number,
): Promise<void> {
  const options = { model, batchSize, learningRate: 0.01, momentum: 0.9, weightDecay: 5e-4, threads };
  const where = `batch ${batchSize}, ${threads} thread${threads > 1 ? 's' : ''}`;
  const asam = { radius: 0.5, eta: 0.01 };
  const cases = new Map<string, Case>([
    [`${name}, SGD step, ${where}`, { case: 'trainingStep', options: { ...options, asam: null } }],
    [`${name}, ASAM step, ${where}`, { case: 'trainingStep', options: { ...options, asam } }],
  ]);
  const [sgd, sharp] = await report(python, cases, rounds(batchSize));
  console.log(`  an ASAM step of ours costs ${(sharp! / sgd!).toFixed(2)} SGD steps`);
}

/** Training steps, SGD and ASAM. */
export async function steps(python: string): Promise<void> {
  printTitles();
  for (const subject of [smallCnnOn(14), smallCnnOn(28)]) {
    for (const batchSize of [32, 128, 512]) await reportSteps(python, subject, batchSize);
  }
  await reportSteps(python, WIDE_RESNET, 128);
}

/** Forward and backward. */
export async function gradients(python: string): Promise<void> {
  printTitles();
  const cases = (['evaluation', 'training'] as const).map((mode): [string, Case] => {
    const options = { model: wideResnet(28, 2, [32, 32, 3]), mode, batchSize: 8, threads: 1 };
    return [
      `WRN-28-2, forward + backward (${mode}), batch 8, 1 thread`,
      { case: 'forwardBackward', options },
    ];
  });
  await report(python, new Map(cases), { rounds: 8, repetitions: 5 });
}
