import { existsSync, readFileSync, writeFileSync } from 'node:fs';
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

  it('goes on with a run that Ctrl-C stopped, to the same bytes', async () => {
    const [out, whole] = [join(folder, 'stopped'), join(folder, 'whole')];
    const options = ['--epochs', '200', '--optimizer', 'asam', '--m', '16', '--label-noise', '0.2'];
    const { process, ended } = start(training(out, ...options));
    let said = '';
    process.stderr?.on('data', (text) => {
      said += text;
    });
    while (!said.includes('epoch   3') && process.exitCode === null) await setTimeout(10);
    process.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(lines(stderr).at(-1)).toMatch(/^measure: stopped: .* --resume goes on in .*stopped$/);
    expect(existsSync(join(out, 'model.safetensors'))).toBe(false);
    expectOneLine(await cli(...training(out, ...options, '--quiet')), 1, /--resume/);
    const other = await cli(...training(out, ...options, '--quiet', '--resume', '--rho', '1'));
    expectOneLine(other, 1, /rho/);
    const resumed = await cli(...training(out, ...options, '--resume'));
    expect(lines(resumed.stderr)[1]).toMatch(/^going on after epoch \d+$/);
    expect(resumed.code).toBe(0);
    expect((await cli(...training(whole, ...options, '--quiet'))).code).toBe(0);
    for (const file of ['model.safetensors', 'metrics.json', 'config.json']) {
      expect(readFileSync(join(out, file)).equals(readFileSync(join(whole, file)))).toBe(true);
    }
    const { hyperparameters, dataset } = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'));
    expect(hyperparameters).toEqual({
      ...{ batchSize: 64, learningRate: 0.1, weightDecay: 5e-4, rho: 0.5, m: 16, labelNoise: 0.2 },
    });
    expect(dataset).toMatchObject({ labelNoise: 0.2, labelNoiseSeed: 0 });
  }, 240_000);

  it('trains a recipe, over which options win', async () => {
    const out = join(folder, 'recipe');
    const recipe = join(folder, 'small.yaml');
    writeFileSync(
      recipe,
      [
        'model: {architecture: mlp, hidden: [8]}',
        'dataset: {trainCount: 128, testCount: 64}',
        'training: {optimizer: sam, rho: 0.1, epochs: 3, schedule: step, milestones: [1], snapshotBest: true}',
      ].join('\n'),
    );
    const options = ['--data', dataDirectory, '--engine', engine, '--epochs', '2', '--seed', '4', '--quiet'];
    const { code, stdout } = await cli('train', recipe, '--out', out, ...options);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^best: {2}test accuracy [01]\.\d{4} in epoch [12], top-5 [01]\.\d{4}$/m);
    const { training, seed } = JSON.parse(readFileSync(join(out, 'config.json'), 'utf8'));
    expect({ ...training, seed }).toMatchObject({ optimizer: 'sam', rho: 0.1, epochs: 2, seed: 4 });
    expect(existsSync(join(out, 'snapshots', 'best', 'model.safetensors'))).toBe(true);
    expect(readFileSync(join(out, 'history.csv'), 'utf8')).toMatch(/^2,0\.010/m);
  });

  it('says that the loss that was asked for ended it, and leaves a finished run with notes as it is', async () => {
    const out = join(folder, 'early');
    const options = ['--epochs', '40', '--learning-rate', '0.05', '--stop-at-loss', '1.5'];
    const { code, stdout, stderr } = await cli(...training(out, ...options));
    expect(code).toBe(0);
    const epochs = lines(readFileSync(join(out, 'history.csv'), 'utf8')).length - 1;
    expect(epochs).toBeLessThan(40);
    expect(lines(stderr).at(-1)).toBe(
      `ended early, after epoch ${epochs} of 40: the training loss is at most 1.5`,
    );
    writeFileSync(join(out, 'notes.txt'), 'mine');
    const resumed = await cli(...training(out, ...options, '--resume', '--quiet'));
    expect({ code: resumed.code, stdout: resumed.stdout, stderr: resumed.stderr }).toEqual({
      ...{ code: 0, stdout, stderr: '' },
    });
  });

  it('prints the recipe and trains nothing', async () => {
    const recipe = join(folder, 'dry.yaml');
    const asked = ['--dry-run', '--optimizer', 'asam', '--model', 'pyramidnet', '--no-shake-drop'];
    const { code, stdout } = await cli('train', ...asked, '--dataset', 'cifar-10', '--m', '32');
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}shakeDrop: false$/m);
    expect(stdout).toMatch(/^ {2}inputShape: \[32, 32, 3\]$/m);
    writeFileSync(recipe, stdout);
    expect((await cli('train', recipe, '--dry-run')).stdout).toBe(stdout);
  });

  it('says in one line that it diverged, and leaves no model', async () => {
    const out = join(folder, 'diverged');
    const { code, stdout, stderr } = await cli(...training(out, '--learning-rate', '1e30', '--quiet'));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(lines(stderr)).toHaveLength(1);
    expect(stderr).toMatch(/^measure: .*diverged: epoch 1, step \d+: training diverged: .*learning rate/);
    expect(existsSync(join(out, 'model.safetensors'))).toBe(false);
  });

  it('says what is wrong with a model, a dataset or a recipe', async () => {
    const out = join(folder, 'wrong');
    const wrong = ['train', '--out', out, '--data', dataDirectory, '--engine', engine];
    expectOneLine(await cli(...wrong, '--dataset', 'nothing'), 1, /the datasets are mnist/);
    expectOneLine(await cli(...wrong, '--dataset', 'kmnist'), 1, /kmnist: no such folder/);
    expectOneLine(await cli(...wrong, '--rho', '0.1'), 2, /^measure: --rho is for sam and asam/);
    expectOneLine(await cli(...wrong, '--resume', '--overwrite'), 2, /exclude each other/);
    const recipe = join(folder, 'wrong.yaml');
    writeFileSync(recipe, 'model:\n  architecture: resnet\n  depth: 21\n');
    expectOneLine(await cli(...wrong, recipe), 1, /wrong\.yaml:3:10: model\.depth: must be 6n \+ 2/);
    writeFileSync(recipe, 'training:\n  optimizer: sam\n  rho: -1\n');
    expectOneLine(
      await cli(...wrong, recipe),
      1,
      /wrong\.yaml:3:8: training\.rho: a number from 0 is expected/,
    );
    expectOneLine(await cli(...wrong, join(folder, 'no.yaml')), 1, /no\.yaml: no such file; a recipe/);
  });
});
