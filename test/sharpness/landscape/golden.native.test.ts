import { readFileSync } from 'node:fs';
import { test } from 'vitest';
import { exactExamplesOf, toStored } from '../../../src/models/apply/index.ts';
import { type BiasBnPolicy, filterNormalized } from '../../../src/sharpness/landscape/directions.ts';
import { type PointLosses, pointLosses } from '../../../src/sharpness/landscape/pointLosses.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { goldenPath, goldenRun, mnistSlice } from '../../support/goldenRuns.ts';

interface Golden {
  readonly examples: number;
  /** alpha, beta */
  readonly points: readonly (readonly [number, number])[];
  readonly rows: readonly {
    readonly checkpoint: string;
    readonly biasBn: BiasBnPolicy;
    readonly losses: readonly number[];
  }[];
}

const golden: Golden = JSON.parse(readFileSync(goldenPath('landscape.json'), 'utf8'));
const dataset = mnistSlice();
const choice = { loss: 'cross-entropy', batchNorm: 'evaluation' } as const;

/** The direction that landscape.py begins with, whose numbers are counted as a file holds them. */
function raw({ layout: { parts } }: PointLosses, direction: number): Float64Array {
  return Float64Array.from(
    parts.flatMap(({ shape, size }, i) => {
      // where each number of the network's layout stands in the file's
      const places = Float64Array.from({ length: size }, (_, k) => k);
      const inFile = toStored({ shape, data: places }).data;
      const here = new Float64Array(size);
      inFile.forEach((place, k) => {
        here[place] = Math.sin((1 + 0.37 * direction) * k + 1.7 * i + direction);
      });
      return [...here];
    }),
  );
}

await describeOn('native', (engine) => {
  test.each(golden.rows)(
    'the plane of $checkpoint, $biasBn, is that of PyTorch',
    ({ checkpoint, biasBn, losses }) => {
      const { network, weights } = goldenRun(checkpoint);
      const points = pointLosses(engine, { model: network, parameters: weights.parameters }, choice);
      const w = points.vector(weights.parameters);
      const [u, v] = [1, 2].map((k) =>
        filterNormalized(raw(points, k), w, { layout: points.layout, biasBn }),
      );
      const indices = [...Array(golden.examples).keys()];
      const examples = exactExamplesOf(engine, dataset, dataset.train, indices);
      const found = golden.points.map(([alpha, beta]) => {
        const from = w.map((value, k) => value + beta * v![k]!);
        const onLine = { from, direction: u!, at: [alpha] };
        const each = points.lossesAt(onLine, { buffers: weights.buffers, examples }, 'float64');
        return each.reduce((sum, loss) => sum + loss, 0) / each.length;
      });
      expectClose(found, losses, { relative: 1e-9 });
      points.dispose();
    },
  );
});
