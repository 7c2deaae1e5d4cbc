import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cli, dataDirectory, engine, expectOneLine, lines, start, temporaryFolder } from './cli.ts';

const folder = temporaryFolder();

function training(out: string, ...more: readonly string[]): string[] {
  return [
    ...[
      'train',
      '--out',
      out,
      '--data',
      dataDirectory,
      '--engine',
      engine,
      '--model',
      'mlp',
      '--hidden',
      '8',
    ],
    ...['--train-count', '256', '--test-count', '64', '--batch-size', '64', ...more],
  ];
}

describe('measure train', () => {
  it('writes a run folder, a line an epoch, and its metrics', async () => {
    const out = join(folder, 'run');
    const { code, stdout, stderr } = await cli(
      ...training(out, '--epochs', '2', '--seed', '3', '--label-smoothing', '0.1', '--weight-decay', '0'),
    );
    expect(code).toBe(0);
    const said = lines(stderr);
    expect(said).toHaveLength(3);
    expect(said[0]).toBe('training mlp, 6370 parameters, on 256 examples');
    expect(said[1]).toMatch(/^epoch 1\/2 {2}train loss \d.*images\/s {2}\d+ s left$/);
    expect(stdout).toMatch(/^train: loss \d+\.\d{4}, accuracy [01]\.\d{4}$/m);
    const config = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'));
    expect(config).toMatchObject({
      model: { architecture: 'mlp', hidden: [8], inputShape: [28, 28, 1], classes: 10 },
      dataset: { name: 'mnist', trainCount: 256, testCount: 64 },
      hyperparameters: { batchSize: 64, learningRate: 0.1, weightDecay: 0 },
      training: { epochs: 2, momentum: 0.9, schedule: 'cosine', labelSmoothing: 0.1 },
      seed: 3,
    });
    expectOneLine(await cli(...training(out, '--quiet')), 1, /--overwrite/);
    const again = await cli(...training(out, '--overwrite', '--epochs', '1', '--quiet', '--json'));
    expect({ code: again.code, stderr: again.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(again.stdout).metrics).toEqual(
      JSON.parse(readFileSync(join(out, 'metrics.json'), 'utf8')),
    );
  });

  it('stops at Ctrl-C and leaves no half of a run', async () => {
    const out = join(folder, 'stopped');
    const { process, ended } = start(training(out, '--epochs', '100000'));
    let said = '';
    process.stderr?.on('data', (text) => {
      said += text;
    });
    while (!said.includes('epoch') && process.exitCode === null) await setTimeout(10);
    process.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(lines(stderr).at(-1)).toMatch(/^measure: stopped: .*stopped was not written/);
    expect(existsSync(out)).toBe(false);
  });

  it('says what is wrong with a model or a dataset', async () => {
    const out = join(folder, 'wrong');
    const wrong = ['train', '--out', out, '--data', dataDirectory, '--engine', engine];
    expectOneLine(await cli(...wrong, '--model', 'resnet', '--depth', '21'), 1, /depth.*6n \+ 2/);
    expectOneLine(await cli(...wrong, '--dataset', 'imagenet'), 1, /the datasets are mnist/);
    expectOneLine(await cli(...wrong, '--dataset', 'kmnist'), 1, /kmnist: no such folder/);
  });
});
