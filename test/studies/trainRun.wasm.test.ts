import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runState } from '../../src/checkpoints/index.ts';
import { readSafetensors, writeSafetensors } from '../../src/checkpoints/safetensors.ts';
import type { HostTensor } from '../../src/models/spec/index.ts';
import { completeTraining } from '../../src/studies/recipe/defaults.ts';
import type { TrainingRecipe } from '../../src/studies/recipe/index.ts';
import type { TrainProgress } from '../../src/studies/trainOutcome.ts';
import type { TrainRequest } from '../../src/studies/trainRequest.ts';
import { trainRun } from '../../src/studies/trainRun.ts';
import { UserError } from '../../src/userError.ts';
import { describeOn } from '../support/describeOn.ts';
import { seal } from '../support/sealState.ts';

const folder = mkdtempSync(join(tmpdir(), 'train-run-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (...parts: string[]): string => join(folder, ...parts);

/** Of a network with buffers, dropout and momentum; every epoch is kept. */
function request(
  out: string,
  existing: TrainRequest['existing'],
  change: Partial<TrainingRecipe> = {},
): TrainRequest {
  return {
    out,
    existing,
    dataDirectory: join(import.meta.dirname, '../../fixtures/data'),
    dataset: { name: 'mnist', trainCount: 96, testCount: 64, labelNoise: 0, labelNoiseSeed: 0 },
    model: {
      architecture: 'cnn',
      channels: [2, 3],
      batchNorm: true,
      dropoutRate: 0.2,
      inputShape: [28, 28, 1],
      classes: 10,
    },
    training: completeTraining({ epochs: 4, batchSize: 32, crop: 'padded', snapshotEvery: 1, ...change }),
    seed: 5,
    engine: 'wasm',
  };
}

/** The files below a folder, and what they hold. */
function contents(path: string): Map<string, string> {
  const files = readdirSync(path, { recursive: true }).map(String).sort();
  return new Map(
    files.map((file) => [
      file,
      statSync(join(path, file)).isFile() ? readFileSync(join(path, file), 'base64') : 'a folder',
    ]),
  );
}

await describeOn('wasm', (engine) => {
  const train = (given: TrainRequest, onProgress: (progress: TrainProgress) => void = () => undefined) =>
    trainRun(engine, given, async (progress) => onProgress(progress));

  /** Trains until an epoch is done, and is cut off then. */
  async function trainUntil(epoch: number, given: TrainRequest): Promise<void> {
    const cut = new Error('cut off');
    const training = train(given, (progress) => {
      if (progress.kind === 'epoch' && progress.row.epoch === epoch) throw cut;
    });
    await expect(training).rejects.toBe(cut);
  }

  /** What a run left, but for the seconds that it took. */
  function left(out: string): Record<string, string> {
    const history = readFileSync(join(out, 'history.csv'), 'utf8').replaceAll(/,[^,]*$/gm, '');
    const files = ['model.safetensors', 'metrics.json', 'config.json'];
    return {
      history,
      ...Object.fromEntries(files.map((file) => [file, readFileSync(join(out, file), 'base64')])),
    };
  }

  beforeAll(() => train(request(at('whole'), 'refuse')));

  test.each([1, 3])('goes on after epoch %i to the bytes of a training without a break', async (epoch) => {
    const cut = at(`cut-${epoch}`);
    await trainUntil(epoch, request(cut, 'refuse'));
    expect(readdirSync(join(cut, 'unfinished'))).toEqual([`epoch-${epoch}`]);
    expect(existsSync(join(cut, 'model.safetensors'))).toBe(false);
    const heard: TrainProgress[] = [];
    const result = await train(request(cut, 'resume'), (progress) => heard.push(progress));
    expect(heard[0]).toEqual({ kind: 'resumed', epoch });
    const rows = heard.flatMap((one) => (one.kind === 'epoch' ? [one.row.epoch] : []));
    expect(rows).toEqual([1, 2, 3, 4].slice(epoch));
    expect(result.kind).toBe('done');
    expect(left(cut)).toEqual(left(at('whole')));
    expect(existsSync(join(cut, 'unfinished'))).toBe(false);
  });

  test('does not go on with other options, and says which', async () => {
    await trainUntil(1, request(at('other'), 'refuse'));
    const before = contents(at('other'));
    const other = train(request(at('other'), 'resume', { learningRate: 0.2 }));
    await expect(other).rejects.toThrow(/was started otherwise \(.*learningRate: 0\.1 -> 0\.2/);
    expect(contents(at('other'))).toEqual(before);
  });

  test('a training that diverges keeps no broken state: where it is cut off, it ends as it would have', async () => {
    // one step an epoch, after which no parameter is finite
    const change = { batchSize: 96, learningRate: 1e39 } as const;
    const whole = await train(request(at('diverged'), 'refuse', change));
    await trainUntil(1, request(at('diverging'), 'refuse', change));
    expect(readdirSync(at('diverging', 'unfinished'))).toEqual(['epoch-0']);
    expect(whole).toMatchObject({ kind: 'diverged', divergence: { epoch: 2, step: 1 } });
    expect(await train(request(at('diverging'), 'resume', change))).toEqual(whole);
  });

  describe('a state that was changed', () => {
    beforeAll(() => trainUntil(2, request(at('saved'), 'refuse')));

    const tensorsOf = (state: string) => readSafetensors(join(state, 'state.safetensors'));
    const changeTensors =
      (change: (tensors: Map<string, HostTensor>) => void) =>
      (state: string): void => {
        const tensors = tensorsOf(state);
        change(tensors);
        writeSafetensors(join(state, 'state.safetensors'), tensors);
        seal(state);
      };
    const vector = (length: number): HostTensor => ({ shape: [length], data: new Float32Array(length) });
    const [velocity, mean] = ['optimizer/velocity', 'buffers/bn1.running_mean'];

    test.each<readonly [string, RegExp, (state: string) => void]>([
      ['without checksums', /SHA256SUMS/, (state) => rmSync(join(state, 'SHA256SUMS'))],
      [
        'of another epoch',
        /history has 2 epochs; 7 are expected/,
        (state) => {
          cpSync(state, state.replace('epoch-2', 'epoch-7'), { recursive: true });
        },
      ],
      [
        'without a buffer',
        /no tensor "buffers\/bn1\.running_mean"/,
        changeTensors((all) => all.delete(mean)),
      ],
      ['without momentum', /no tensor "optimizer\/velocity"/, changeTensors((all) => all.delete(velocity))],
      [
        'with another tensor',
        /"optimizer\/first" is not this training's/,
        changeTensors((all) => {
          all.set('optimizer/first', all.get(velocity)!);
        }),
      ],
      [
        'with a shorter vector',
        /"parameters" has shape \[3\]/,
        changeTensors((all) => {
          all.set('parameters', vector(3));
        }),
      ],
      [
        'with another shape',
        /"optimizer\/velocity" has shape \[1,/,
        changeTensors((all) => {
          const { data } = all.get(velocity)!;
          all.set(velocity, { shape: [1, data.length], data });
        }),
      ],
      [
        'with NaN',
        /"parameters" holds a number that is not finite/,
        changeTensors((all) => {
          all.get('parameters')!.data[1] = Number.NaN;
        }),
      ],
    ])('%s is refused in one line, and nothing is removed', async (name, why, change) => {
      const out = at(`changed ${name}`);
      cpSync(at('saved'), out, { recursive: true });
      change(join(out, 'unfinished', 'epoch-2'));
      const before = contents(out);
      const training = train(request(out, 'resume'));
      await expect(training).rejects.toThrow(UserError);
      await expect(training).rejects.toThrow(why);
      await expect(training).rejects.toThrow(
        /^[^\n]+epoch-\d: is damaged, or [^\n]+; delete [^\n]+ to train the run anew$/,
      );
      expect(contents(out)).toEqual(before);
    });

    test('starts again with overwrite', async () => {
      const out = at('overwritten');
      cpSync(at('saved'), out, { recursive: true });
      rmSync(join(out, 'unfinished', 'epoch-2', 'progress.json'));
      expect((await train(request(out, 'overwrite', { epochs: 1 }))).kind).toBe('done');
      expect(runState(out)).toBe('complete');
    });
  });

  test('a lock that cannot be taken is one line', async () => {
    await trainUntil(1, request(at('locked'), 'refuse'));
    mkdirSync(at('locked', 'unfinished', 'lock'));
    const training = train(request(at('locked'), 'resume'));
    await expect(training).rejects.toThrow(UserError);
    await expect(training).rejects.toThrow(/^[^\n]+unfinished\/lock: [^\n]+$/);
    expect(readdirSync(at('locked', 'unfinished')).sort()).toEqual(['epoch-1', 'lock']);
  });

  test('nothing more is written once the lock is lost', async () => {
    const out = at('lost');
    const training = train(request(out, 'refuse'), (progress) => {
      if (progress.kind === 'epoch') rmSync(join(out, 'unfinished', 'lock'));
    });
    await expect(training).rejects.toThrow(/lost: the lock of this training is gone/);
    expect(readdirSync(join(out, 'unfinished'))).toEqual(['epoch-1']);
  });
});
