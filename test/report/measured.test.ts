import { describe, expect, it } from 'vitest';
import { measuredLines, repeatingCommand } from '../../src/report/page/measured.ts';

const region = { bias: 'constant', eta: 0.01, layer: null, radii: [5e-6, 0.5] };
const manifest = {
  schema: 'adaptive-sharpness/output/1',
  versions: { 'adaptive-sharpness': '0.1.0', node: 'v20.20.2' },
  engine: { name: 'native', device: 'CPU', versions: { tensorflow: '2.21.0' } },
  command: 'measure run runs --samples 128',
  plan: {
    sharpness: {
      regions: [
        { p: 2, normalization: 'none', ...region },
        { p: 'inf', normalization: 'element', ...region },
      ],
      ascent: { kind: 'pgd', steps: 20, stepSize: 0.125 },
      loss: 'cross-entropy',
      batchNorm: 'evaluation',
      perturb: ['*'],
      precision: 'float32',
    },
    layerwise: true,
    groupSizes: [8],
    samples: 128,
    sampling: 'first',
    augmentation: 'none',
    seed: 0,
  },
  folders: ['runs'],
  datasets: ['mnist'],
  gap: 'loss',
  minTrainAccuracy: 0.99,
  resamples: 2000,
  checkpoints: 36,
  skipped: [{ folder: 'runs/a', reason: 'no model.safetensors' }],
  workers: 2,
  started: '2026-11-25T19:01:16.380Z',
  seconds: 5421,
};

describe('how it was measured', () => {
  it('is said in words', () => {
    expect(measuredLines(manifest)).toEqual([
      ['models', '36 from runs'],
      ['skipped', '1, the first because no model.safetensors'],
      ['dataset', 'mnist'],
      ['generalization gap', 'test loss − training loss'],
      ['gate', 'training accuracy above 99 %'],
      ['sharpness', 'p = 2; p = ∞, element, η = 0.01, bias constant'],
      ['radii ρ', '5e-6, 0.5'],
      ['ascent', 'pgd, steps 20, step size 0.125'],
      ['loss', 'cross-entropy'],
      ['batch norm', 'evaluation'],
      ['perturbed', 'all parameters, and each layer by itself'],
      ['sample', '128 training examples, the first in file order, in groups of m = 8'],
      ['precision', 'float32'],
      ['seed', '0'],
      ['intervals', '95 %, from 2000 resamples'],
      ['engine', 'native on CPU, 2 workers'],
      ['software', 'adaptive-sharpness 0.1.0, node v20.20.2, tensorflow 2.21.0'],
      ['measured', '2026-11-25 19:01 UTC, in 90 min'],
    ]);
    expect(repeatingCommand(manifest)).toBe('measure run runs --samples 128');
  });

  it('counts the examples that there were, and tells whose time it is', () => {
    const said = (changed: object) => new Map(measuredLines({ ...manifest, ...changed }));
    const line = (which: string) => `${which}, the first in file order, in groups of m = 8`;
    expect(said({ samples: [96, 96] }).get('sample')).toBe(line('96 training examples'));
    expect(said({ samples: [64, 96] }).get('sample')).toBe(line('64 to 96 training examples'));
    const all = { plan: { ...manifest.plan, samples: 'all' } };
    expect(said(all).get('sample')).toBe('all training examples, in groups of m = 8');
    expect(said({ pieces: { total: 9, earlier: 0 } }).get('measured')).toBe(said({}).get('measured'));
    expect(said({ pieces: { total: 9, earlier: 4 } }).get('measured')).toMatch(
      / UTC, in 90 min after 4 of 9 pieces that an earlier command had done$/,
    );
  });

  it('says nothing of what a manifest lacks or has in another form', () => {
    expect(measuredLines({})).toEqual([]);
    const strange = {
      plan: 3,
      engine: [],
      checkpoints: 'x',
      folders: {},
      gap: 1,
      started: 'now',
      command: 4,
    };
    expect(measuredLines(strange)).toEqual([]);
    expect(repeatingCommand(strange)).toBeUndefined();
  });
});
