import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { type Dataset, type MemorySplit, startLoader } from '../../src/data/index.ts';
import type { Engine } from '../../src/engine/index.ts';
import { modelSpec } from '../../src/models/spec/index.ts';
import type { SavedTraining, TrainingEnd, TrainingEvent } from '../../src/training/events.ts';
import { compileFor, type TrainingTask } from '../../src/training/session.ts';
import { trainModel } from '../../src/training/trainModel.ts';
import type { SharpnessAware, TrainingOptions } from '../../src/training/types.ts';
import { mnistSlice } from '../support/goldenRuns.ts';

function first({ images, labels }: MemorySplit, count: number): MemorySplit {
  return {
    kind: 'memory',
    images: images.subarray(0, count * 28 * 28),
    labels: labels.subarray(0, count),
    count,
  };
}

const options: TrainingOptions = {
  optimizer: { kind: 'sgd', momentum: 0.9, nesterov: false },
  sharpnessAware: null,
  epochs: 3,
  batchSize: 32,
  accumulate: 1,
  schedule: { kind: 'cosine', learningRate: 0.1, warmupEpochs: 0, milestones: [], factor: 0.1 },
  weightDecay: { lambda: 5e-4, scope: 'all', kind: 'coupled' },
  labelSmoothing: 0.1,
  clipNorm: null,
  augmentation: { crop: 'none', flip: false, autoAugment: false, cutout: 0, cutMix: 0, cutMixAlpha: 1 },
  stopAtLoss: null,
  testEvery: 1,
};

const asam: SharpnessAware = {
  radius: 0.5,
  p: 2,
  normalization: 'element',
  bias: 'constant',
  eta: 0.01,
  m: null,
  batchNormStatistics: 'first',
};

const spec = modelSpec({
  architecture: 'cnn',
  channels: [4, 8],
  batchNorm: true,
  dropoutRate: 0.2,
  inputShape: [28, 28, 1],
  classes: 10,
});

interface Heard {
  readonly events: readonly TrainingEvent[];
  readonly end: TrainingEnd;
}

/** What holds of the trainer on every engine. */
export function trainModelSuite(engine: Engine): void {
  const slice = mnistSlice();
  const dataset: Dataset = { ...slice, train: first(slice.train, 200), test: first(slice.test, 100) };
  const task = (change: Partial<TrainingOptions> = {}, seed = 0): TrainingTask => ({
    engine,
    spec,
    dataset,
    options: { ...options, ...change },
    initialization: 'own',
    seed,
  });

  async function hear(
    given: TrainingTask,
    {
      from,
      onEvent = () => undefined,
    }: {
      readonly from?: SavedTraining | undefined;
      readonly onEvent?: (event: TrainingEvent) => void;
    } = {},
  ): Promise<Heard> {
    const events: TrainingEvent[] = [];
    const tools = { ...compileFor(given), loader: startLoader(given.dataset) };
    const training = trainModel(given, tools, from);
    try {
      for (;;) {
        const next = await training.next();
        if (next.done) return { events, end: next.value };
        events.push(next.value);
        onEvent(next.value);
      }
    } finally {
      tools.step.dispose();
      tools.scorer.dispose();
      await tools.loader.close();
    }
  }

  async function trained(change: Partial<TrainingOptions> = {}, seed = 0) {
    const { end } = await hear(task(change, seed));
    if (end.kind !== 'trained') throw new Error(end.divergence.reason);
    return end;
  }

  const numbersOf = ({ parameters, buffers }: Awaited<ReturnType<typeof trained>>): number[] =>
    [...parameters.values(), ...buffers.values()].flatMap(({ data }) => [...data]);

  it('learns, tells of each step and epoch, and leaves no tensor behind', async () => {
    const before = tf.memory();
    const { events, end } = await hear(task());
    expect(events.filter(({ kind }) => kind === 'step')).toHaveLength(3 * Math.ceil(200 / 32));
    const rows = events.flatMap((event) => (event.kind === 'epoch' ? [event.row] : []));
    expect(rows.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(rows[0]!.learning_rate).toBe(0.1);
    expect(rows.at(-1)!.train_loss).toBeLessThan(rows[0]!.train_loss);
    if (end.kind !== 'trained') throw new Error(end.kind);
    expect(end.metrics.testLoss).toBe(rows.at(-1)!.test_loss);
    expect(end.metrics.bestTestAccuracy).toBe(Math.max(...rows.map((row) => row.test_accuracy!)));
    expect(rows[end.metrics.bestEpoch - 1]!.test_accuracy).toBe(end.metrics.bestTestAccuracy);
    expect(end.metrics.testTopFive).toBeGreaterThan(end.metrics.testAccuracy);
    expect([...end.parameters.keys()]).toEqual(spec.parameters.map(({ name }) => name));
    expect([...end.buffers.keys()]).toEqual(spec.buffers.map(({ name }) => name));
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it('gives the same weights for the same seed, to the bit, and others for another', async () => {
    const once = numbersOf(await trained());
    expect(numbersOf(await trained())).toEqual(once);
    expect(numbersOf(await trained({}, 1))).not.toEqual(once);
  });

  it('takes each option to heart', async () => {
    const plain = numbersOf(await trained({ epochs: 1 }));
    // those of a single step are held to golden values (step.*.test.ts)
    const changes: Partial<TrainingOptions>[] = [
      { optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 } },
      { weightDecay: { lambda: 0, scope: 'all', kind: 'coupled' } },
      { labelSmoothing: 0 },
      { batchSize: 50 },
      { schedule: { ...options.schedule, warmupEpochs: 1 } },
      { augmentation: { ...options.augmentation, crop: 'padded' } },
      { accumulate: 2 },
      { sharpnessAware: asam },
    ];
    const seen = [plain.join()];
    for (const change of changes) {
      const numbers = numbersOf(await trained({ epochs: 1, ...change }));
      expect(seen, JSON.stringify(change)).not.toContain(numbers.join());
      seen.push(numbers.join());
    }
  });

  it('another initialization starts elsewhere', async () => {
    const { end } = await hear({ ...task({ epochs: 1 }), initialization: 'he' });
    if (end.kind !== 'trained') throw new Error(end.kind);
    expect(numbersOf(end)).not.toEqual(numbersOf(await trained({ epochs: 1 })));
  });

  const updateRules: Readonly<Record<string, Partial<TrainingOptions>>> = {
    'SGD with momentum': {},
    'Adam under ASAM': {
      optimizer: { kind: 'adam', beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
      sharpnessAware: asam,
    },
  };

  it.each(Object.entries(updateRules))(
    'goes on from any epoch to the same bytes: %s',
    async (_name, change) => {
      const saved: SavedTraining[] = [];
      const whole = await hear(task(change), {
        onEvent: (event) => {
          if (event.kind === 'epoch') saved.push(event.save());
        },
      });
      if (whole.end.kind !== 'trained') throw new Error(whole.end.kind);
      for (const from of saved.slice(0, 2)) {
        const { end } = await hear(task(change), { from });
        if (end.kind !== 'trained') throw new Error(end.kind);
        expect(numbersOf(end)).toEqual(numbersOf(whole.end));
        expect(end.metrics).toEqual(whole.end.metrics);
        expect(end.history.map(({ seconds: _, ...row }) => row)).toEqual(
          whole.end.history.map(({ seconds: _, ...row }) => row),
        );
      }
    },
  );

  it('remembers the best epoch before it goes on', async () => {
    const saved: SavedTraining[] = [];
    await hear(task({ epochs: 1 }), {
      onEvent: (event) => {
        if (event.kind === 'epoch') saved.push(event.save());
      },
    });
    // no later epoch is better
    const best = { epoch: 1, accuracy: 1, topFive: 1 };
    const from = { ...saved[0]!, progress: { ...saved[0]!.progress, best } };
    const { end } = await hear(task({ epochs: 2 }), { from });
    if (end.kind !== 'trained') throw new Error(end.kind);
    expect(end.metrics).toMatchObject({ bestEpoch: 1, bestTestAccuracy: 1, bestTestTopFive: 1 });
    expect(end.metrics.testAccuracy).toBeLessThan(1);
  });

  it('tests every so many epochs, and after the last', async () => {
    const tested = async (change: Partial<TrainingOptions>): Promise<boolean[]> => {
      const { end } = await hear(task({ testEvery: 2, ...change }));
      if (end.kind !== 'trained') throw new Error(end.kind);
      const { history, metrics } = end;
      const best = Math.max(...history.map((row) => row.test_accuracy ?? 0));
      expect(metrics).toMatchObject({ bestTestAccuracy: best, testAccuracy: history.at(-1)!.test_accuracy });
      expect(history[metrics.bestEpoch - 1]!.test_accuracy).toBe(best);
      return history.map((row) => row.test_loss !== null);
    };
    expect(await tested({ epochs: 3 })).toEqual([false, true, true]);
    expect(await tested({ epochs: 3, testEvery: 5 })).toEqual([false, false, true]);
    expect((await tested({ epochs: 50, testEvery: 50, stopAtLoss: 2.2, labelSmoothing: 0 })).at(-1)).toBe(
      true,
    );
  });

  it('stops early at a training loss', async () => {
    const { end } = await hear(task({ epochs: 50, stopAtLoss: 2.2, labelSmoothing: 0 }));
    if (end.kind !== 'trained') throw new Error(end.kind);
    const losses = end.history.map((row) => row.train_loss);
    expect(losses.length).toBeLessThan(50);
    expect(losses.at(-1)).toBeLessThanOrEqual(2.2);
    for (const loss of losses.slice(0, -1)) expect(loss).toBeGreaterThan(2.2);
  });

  describe('a training ends as diverged', () => {
    it('when the loss or the gradient is no finite number', async () => {
      const schedule = { ...options.schedule, learningRate: 1e30 };
      for (const sharpnessAware of [null, asam]) {
        const before = tf.memory().numTensors;
        const { end } = await hear(task({ schedule, sharpnessAware }));
        if (end.kind !== 'diverged') throw new Error(end.kind);
        expect(end.divergence.reason).toMatch(
          sharpnessAware ? /^training diverged: .*try a smaller learning rate or rho$/ : /rate$/,
        );
        expect(end.divergence.epoch).toBe(1);
        expect(end.divergence.step).toBeGreaterThan(1);
        expect(tf.memory().numTensors).toBe(before);
      }
    });

    it('when every gradient of an epoch was 0', async () => {
      // one example of each of four classes: with weights of 0, the gradient of the last bias is exactly 0 too
      const labels = Uint8Array.from([0, 1, 2, 3]);
      const four: TrainingTask = {
        ...task({ epochs: 2, labelSmoothing: 0 }),
        spec: modelSpec({ ...spec.options, classes: 4 }),
        dataset: {
          ...dataset,
          classes: 4,
          train: { ...first(slice.train, 4), labels },
          test: { ...first(slice.test, 4), labels },
        },
      };
      const saved: SavedTraining[] = [];
      await hear(
        { ...four, options: { ...four.options, epochs: 1 } },
        { onEvent: (event) => event.kind === 'epoch' && saved.push(event.save()) },
      );
      const { state, progress } = saved[0]!;
      const zeros = [...state].map(
        ([name, { shape, data }]) => [name, { shape, data: data.map(() => 0) }] as const,
      );
      const { end } = await hear(four, { from: { progress, state: new Map(zeros) } });
      if (end.kind !== 'diverged') throw new Error(end.kind);
      expect(end.divergence).toMatchObject({ epoch: 2, step: null });
      expect(end.divergence.reason).toMatch(/^training diverged: every gradient of epoch 2 was 0; try/);
    });
  });
}
