import { describe, expect, it } from 'vitest';
import type { MeasureIdentity } from '../../src/correlation/index.ts';
import { nameOnly } from '../../src/correlation/measureIdentity.ts';
import { labelText, measureLabels } from '../../src/report/measureLabel.ts';

const one: MeasureIdentity = {
  measure: 'adaptive_sharpness',
  p: 'inf',
  normalization: 'element',
  rho: 0.005,
  ascent: 'apgd',
  m: 8,
  bias: 'constant',
  eta: 0.01,
  loss: 'cross-entropy',
  bn_mode: 'evaluation',
  layer: null,
  perturb: '*',
  augmentation: 'none',
  steps: 20,
  restarts: 1,
  draws: null,
  step_size: null,
  momentum: null,
  sigma: null,
};
const labels = (...measures: MeasureIdentity[]): string[] => measureLabels(measures).map(labelText);

describe('measureLabels', () => {
  it('says of alike measures only what they are', () => {
    expect(labels(one)).toEqual(['adaptive sharpness, p = ∞, element']);
    expect(labels(one, { ...one, p: 2 })).toEqual([
      'adaptive sharpness, p = ∞, element',
      'adaptive sharpness, p = 2, element',
    ]);
  });

  it.each<[keyof MeasureIdentity, string | number, string, string]>([
    ['ascent', 'one-step', 'apgd', 'one-step'],
    ['steps', 1, '20 steps', '1 step'],
    ['restarts', 5, '1 start', '5 starts'],
    ['m', 128, 'm = 8', 'm = 128'],
    ['bias', 'frozen', 'bias constant', 'bias frozen'],
    ['eta', 1e-5, 'η = 0.01', 'η = 1e-5'],
    ['loss', 'margin', 'cross-entropy', 'margin loss'],
    ['bn_mode', 'batch', 'batch norm: evaluation', 'batch norm: batch'],
    ['perturb', 'conv*', 'all parameters', 'conv*'],
    ['augmentation', 'crop-flip', 'not augmented', 'crop-flip'],
  ])('tells measures apart by %s', (column, other, first, second) => {
    const said = 'adaptive sharpness, p = ∞, element';
    expect(labels(one, { ...one, [column]: other })).toEqual([`${said}, ${first}`, `${said}, ${second}`]);
  });

  it('compares no sharpness with a measure of the user’s own', () => {
    expect(labels(one, nameOnly('l1_norm'))).toEqual(['adaptive sharpness, p = ∞, element', 'l1_norm']);
  });

  it('says nothing where a measure has no such thing', () => {
    const said = 'adaptive sharpness, p = ∞, element';
    expect(labels(one, { ...one, draws: 100 })).toEqual([said, `${said}, 100 draws`]);
    expect(labels(one, { ...one, step_size: 0.125, momentum: 0 })).toEqual([
      said,
      `${said}, steps of 0.125 ρ, momentum 0`,
    ]);
    expect(labels({ ...one, sigma: 'rho' }, { ...one, sigma: 'rho/sqrt(k)' })).toEqual([
      `${said}, σ = ρ`,
      `${said}, σ = ρ/√k`,
    ]);
    expect(labels(one, { ...one, layer: 'fc1' })).toEqual([said, `${said}, layer fc1`]);
    expect(labels(one, { ...one, bias: '', eta: Number.NaN })).toEqual([
      `${said}, bias constant, η = 0.01`,
      said,
    ]);
  });
});
