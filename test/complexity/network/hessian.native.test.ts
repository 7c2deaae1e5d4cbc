import { expect, test } from 'vitest';
import type { Checkpoint } from '../../../src/checkpoints/index.ts';
import {
  hessianOf,
  hessianTrace,
  hessianValues,
  topEigenvalue,
} from '../../../src/complexity/network/hessian.ts';
import { dot } from '../../../src/complexity/weights/lanczos.ts';
import { scoped } from '../../../src/engine/index.ts';
import { toTensors } from '../../../src/models/apply/index.ts';
import { readTable } from '../../../src/report/index.ts';
import { toVector, type VectorLayout } from '../../../src/sharpness/parameterVector.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { goldenPath } from '../../support/goldenRuns.ts';
import { normals } from '../../support/hostTensors.ts';
import { fixtureCheckpoint, golden } from '../goldenComplexity.ts';
import { goldenLoss } from '../networkOn.ts';

/** The probes of fixtures/golden/complexity.py: 1 and -1 in the order and layouts of the state_dict. */
function probe({ parameters }: Checkpoint, index: number, layout: VectorLayout): Float64Array {
  let i = 0;
  const sign = (): number => {
    const mixed = Math.imul(i++, 2654435761) + (index + 1) * 40503 + 12345;
    return 1 - 2 * ((Math.imul(mixed, 2246822519) >>> 15) & 1);
  };
  const signs = new Map([...parameters].map(([name, w]) => [name, { ...w, data: w.data.map(sign) }]));
  return scoped(() => Float64Array.from(toVector(toTensors(signs), layout).dataSync()));
}

const measured = Object.entries(golden.checkpoints).filter(([, { quadratic_forms }]) => quadratic_forms);

/** Every twelfth of fixtures/runs: what PyTorch says, with the probes of seed 0. */
const { columns } = await readTable(goldenPath('hessian.csv'));
const reference = new Map(
  columns.reference!.map((value, row) => [
    `${columns.checkpoint![row]} ${columns.samples![row]} ${columns.measure![row]}`,
    Number(value),
  ]),
);
const everyTwelfth = [...new Set(columns.checkpoint!.map(String))].filter((_, index) => index % 12 === 3);

await describeOn('native', (engine) => {
  test.each(measured)('<v, H v> of %s is what automatic differentiation says', (name, expected) => {
    const checkpoint = fixtureCheckpoint(name);
    const { loss, network } = goldenLoss(engine, checkpoint);
    const times = hessianOf(loss);
    const probes = expected.quadratic_forms!.map((_, k) => probe(checkpoint, k, network.graphs.layout));
    const forms = probes.map((v) => dot(v, times(v)));
    expectClose(forms, expected.quadratic_forms!, { relative: 1e-5 });
    expect(hessianTrace(times, probes).value).toBeCloseTo(forms.reduce((a, b) => a + b) / 3, 6);
    network.graphs.dispose();
  });

  test.each(measured)('the top eigenvalue of %s is what PyTorch says', (name, expected) => {
    const { loss, network } = goldenLoss(engine, fixtureCheckpoint(name));
    const top = topEigenvalue(hessianOf(loss), Float64Array.from(normals(3, [loss.w.length]).values));
    expect(Math.abs(top / expected.top_eigenvalue! - 1)).toBeLessThan(1e-3);
    network.graphs.dispose();
  });

  test.each(everyTwelfth)(
    'the trace and the top eigenvalue of %s are those of second derivatives',
    (name) => {
      const { loss, network } = goldenLoss(engine, fixtureCheckpoint(name));
      const values = hessianValues(loss, 0);
      expect(values.map(({ measure }) => measure)).toEqual(['hessian_trace', 'hessian_top_eigenvalue']);
      const expected = values.map(({ measure }) => reference.get(`${name} ${golden.samples} ${measure}`)!);
      expectClose(
        values.map(({ value }) => value),
        expected,
        { relative: 1e-5 },
      );
      network.graphs.dispose();
    },
  );
});
