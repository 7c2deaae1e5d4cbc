import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Ascent, Normalization, Region } from '../../src/sharpness/types.ts';
import { type BenchCheckpoint, benchCheckpoint } from '../checkpoint.ts';
import { MNIST } from '../datasets.ts';
import { inFolder } from '../folder.ts';
import { writeFreshCheckpoint } from '../freshCheckpoint.ts';
import { type GroupJob, race, type Sums } from '../groups.ts';
import { wideResnet } from '../networks.ts';
import { startOurGroups } from '../ours.ts';
import { startPeerGroups } from '../peer.ts';
import { fourRegions } from '../regions.ts';
import { printRow, printTitles } from '../row.ts';
import { fastest, type Timing } from '../timing.ts';

/** The radii that the paper chose (Appendix B, Table 1). */
const CHOSEN: Readonly<Record<Normalization, { readonly 2: number; readonly inf: number }>> = {
  none: { 2: 1e-5, inf: 5e-4 },
  element: { 2: 0.5, inf: 5e-3 },
  filter: { 2: Number.NaN, inf: Number.NaN },
};
const STEPS = 20;

function meanOf(sums: Sums, groups: number): number {
  return (sums[0]![0] ?? Number.NaN) / groups;
}

interface Sizes {
  readonly m: number;
  readonly groups: number;
  readonly rounds: number;
}

/** What one measure came to on both sides. */
interface Outcome {
  readonly ours: Timing;
  readonly peer: Timing;
  /** Is our mean maximum no less than that of PyTorch, in double precision and within its region? */
  readonly higher: boolean;
}

async function compareMeasure(
  label: string,
  checkpoint: BenchCheckpoint,
  region: Region,
  { python, m, groups, rounds }: Sizes & { readonly python: string },
): Promise<Outcome> {
  const ascent: Ascent = { kind: 'apgd', steps: STEPS, restarts: 1 };
  const job: GroupJob = { checkpoint, regions: [region], m, ascent };
  const ours = startOurGroups(job);
  const [peer, reordered] = [false, true].map((channelsLast) =>
    startPeerGroups(python, job, { case: 'auto-pgd', threads: 1, channelsLast }),
  );
  const range = { first: 0, count: groups };
  const [mine, ...theirs] = await race([ours, peer!, reordered!], { ...range, rounds });
  const { exact, outside } = await peer!.check(range);
  for (const one of [ours, peer!, reordered!]) one.stop();
  const { p, normalization, radii } = region;
  printRow(`${label}, ${normalization}, p = ${p}, rho = ${radii[0]}`, mine!, fastest(theirs));
  const [own, float32, double] = [mine!.sums, theirs[0]!.sums, exact].map((sums) => meanOf(sums, groups));
  const left = outside[0]![0]!;
  console.log(
    `  mean maximum: ours ${own!.toPrecision(6)}, PyTorch ${double!.toPrecision(6)}`,
    `(${float32!.toPrecision(6)} in its float32)${left === 0 ? '' : `; ${left} of its ${groups} left the region`}`,
  );
  return { ours: mine!, peer: fastest(theirs), higher: own! >= double! };
}

function total(timings: readonly Timing[]): Timing {
  return timings.reduce((a, b) => ({ median: a.median + b.median, first: a.first + b.first }));
}

async function compareOn(
  label: string,
  checkpoint: BenchCheckpoint,
  sizes: Sizes,
  python: string,
): Promise<void> {
  const regions = fourRegions({ bias: 'normalized', eta: 0 }, (p, normalization) => [
    CHOSEN[normalization][p],
  ]);
  const outcomes: Outcome[] = [];
  for (const region of regions) {
    outcomes.push(await compareMeasure(label, checkpoint, region, { python, ...sizes }));
  }
  const higher = outcomes.filter((one) => one.higher).length;
  printRow(
    `${label}, all four`,
    total(outcomes.map(({ ours }) => ours)),
    total(outcomes.map(({ peer }) => peer)),
  );
  console.log(`  our mean maximum is equal or higher on ${higher} of ${outcomes.length}`);
}

function goldenRun(name: string): string {
  return fileURLToPath(new URL(`../../fixtures/golden/runs/${name}`, import.meta.url));
}

/** Auto-PGD against that of tml-epfl/sharpness-vs-generalization, at equal steps. */
export async function ascent(python: string): Promise<void> {
  printTitles();
  await inFolder(async (folder) => {
    const fresh = join(folder, 'run');
    writeFreshCheckpoint(fresh, wideResnet(28, 2, [28, 28, 1]), MNIST.name);
    const trained = { ...MNIST, trainCount: 2000, testCount: 2000 };
    const runs = [
      ['trained small CNN', goldenRun('mnist-cnn'), trained, { m: 16, groups: 8, rounds: 5 }],
      ['trained WRN-10-1', goldenRun('mnist-wide-resnet-10-1'), trained, { m: 16, groups: 4, rounds: 3 }],
      ['fresh WRN-28-2', fresh, MNIST, { m: 8, groups: 1, rounds: 2 }],
    ] as const;
    for (const [label, run, dataset, sizes] of runs) {
      const own = join(folder, label);
      mkdirSync(own);
      await compareOn(label, await benchCheckpoint(run, dataset, own), sizes, python);
    }
  });
}
