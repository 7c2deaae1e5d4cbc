import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { model, toStored } from '../../../src/models/apply/index.ts';
import type { Ascent, Region } from '../../../src/sharpness/index.ts';
import { sharpnessGraphs } from '../../../src/sharpness/index.ts';
import { randomDirection } from '../../../src/sharpness/landscape/directions.ts';
import { maximizerLine } from '../../../src/sharpness/landscape/maximizerLine.ts';
import { pointLosses } from '../../../src/sharpness/landscape/pointLosses.ts';
import { describeOn } from '../../support/describeOn.ts';
import { expectClose } from '../../support/expectClose.ts';
import { examplesOn, options, planOf, referenceLosses, region, stored, weightsOn } from '../smallNetwork.ts';

await describeOn('native', (engine) => {
  const weights = weightsOn();
  const examples = examplesOn(engine);
  const network = { model: model(options), parameters: weights.parameters };
  const plan = planOf();
  const points = pointLosses(engine, network, plan);
  const w = points.vector(weights.parameters);
  const u = randomDirection(w, points.layout, { seed: 1, name: 'u', biasBn: 'normalized' });

  /** The weights, as a file holds them, at a vector. */
  function storedAt(vector: Float64Array) {
    let at = 0;
    const moved = points.layout.parts.map(({ name, shape, size }) => {
      const data = vector.subarray(at, at + size);
      at += size;
      return [name, toStored({ shape, data })] as const;
    });
    return new Map([...stored, ...moved]);
  }

  describe('the losses at many points of a line', () => {
    const at = [-0.7, 0, 0.3, 2];
    const onLine = { from: w, direction: u, at };
    const given = { buffers: weights.buffers, examples };
    const expected = at.flatMap((t) =>
      referenceLosses(plan, storedAt(w.map((value, k) => value + t * u[k]!))),
    );

    test('are those of plain double precision, point by point and example by example', () => {
      expectClose(points.lossesAt(onLine, given, 'float64'), expected, { relative: 1e-12 });
    });

    test('are those in float32 to its rounding', () => {
      expectClose(points.lossesAt(onLine, given, 'float32'), expected, { relative: 1e-5, absolute: 1e-6 });
    });

    test('are of the loss that was chosen', () => {
      const margins = pointLosses(engine, network, planOf({ loss: 'margin' }));
      expectClose(
        margins.lossesAt({ ...onLine, at: [0] }, given, 'float64'),
        referenceLosses(planOf({ loss: 'margin' })),
        { relative: 1e-10 },
      );
    });
  });

  describe('the line through the maximizer', () => {
    const cases: [Ascent, Partial<Region>][] = [
      [{ kind: 'one-step' }, {}],
      [{ kind: 'one-step' }, { p: 'inf', normalization: 'none', radii: [0.01], bias: 'frozen' }],
      [{ kind: 'apgd', steps: 5, restarts: 2 }, { normalization: 'filter' }],
    ];

    test.each(cases)('has the value of the measure at t = 1, %j %j', (ascent, more) => {
      const measured = planOf({ ascent, regions: [region(more)] });
      const graphs = sharpnessGraphs(engine, network, measured);
      const context = { engine, graphs, weights, examples, index: 0, seed: 3 };
      const line = maximizerLine(context, measured, points, [0, 0.5, 1]);
      expect(line.rises[0]).toBe(0);
      expectClose([line.rises[2]!], [line.measured.value], { relative: 1e-11 });
      const halfway = referenceLosses(
        measured,
        storedAt(w.map((value, k) => value + 0.5 * line.epsilon[k]!)),
      );
      const base = referenceLosses(measured);
      const rise = halfway.reduce((sum, value, k) => sum + value - base[k]!, 0) / base.length;
      expectClose([line.rises[1]!], [rise], { relative: 1e-10 });
      expect(line.measured.value).toBeGreaterThan(0);
      graphs.dispose();
    });
  });

  test('leaves no tensors behind', () => {
    const before = tf.memory().numTensors;
    points.lossesAt({ from: w, direction: u, at: [0, 1] }, { buffers: weights.buffers, examples }, 'float32');
    expect(tf.memory().numTensors).toBe(before);
  });
});
