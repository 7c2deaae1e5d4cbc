import { compare, type Rounds } from '../compare.ts';
import { smallCnn, wideResnet } from '../networks.ts';
import { startOurSteps } from '../ours.ts';
import { startPeerSteps } from '../peer.ts';
import { printRow, printTitles } from '../row.ts';
import type { Case } from '../sides.ts';

async function report(python: string, cases: ReadonlyMap<string, Case>, rounds: Rounds): Promise<void> {
  const sides = [startOurSteps(), startPeerSteps(python)] as const;
  printTitles();
  for (const [label, what] of cases) printRow(label, ...(await compare(what, sides, rounds)));
  for (const side of sides) side.stop();
}

/** A training step. */
export async function steps(python: string): Promise<void> {
  const sgd = { learningRate: 0.01, momentum: 0.9, weightDecay: 5e-4, threads: 1 };
  const cases = [8, 32, 128].map((batchSize): [string, Case] => {
    const options = { model: smallCnn([14, 14, 1]), batchSize, ...sgd };
    return [`small CNN, SGD step, batch ${batchSize}, 1 thread`, { case: 'trainingStep', options }];
  });
  await report(python, new Map(cases), { rounds: 15, repetitions: 100 });
}

/** Forward and backward. */
export async function gradients(python: string): Promise<void> {
  const cases = (['evaluation', 'training'] as const).map((mode): [string, Case] => {
    const options = { model: wideResnet(28, 2, [32, 32, 3]), mode, batchSize: 8, threads: 1 };
    return [
      `WRN-28-2, forward + backward (${mode}), batch 8, 1 thread`,
      { case: 'forwardBackward', options },
    ];
  });
  await report(python, new Map(cases), { rounds: 8, repetitions: 5 });
}
