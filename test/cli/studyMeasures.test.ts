import { Command } from '@commander-js/extra-typings';
import { describe, expect, it } from 'vitest';
import { addMeasureOptions, chosenOptions, measuringOf } from '../../src/cli/measureOptions.ts';
import { paperRadii } from '../../src/cli/optionValues.ts';
import { measuresOf } from '../../src/cli/studyMeasures.ts';
import { readStudy } from '../../src/studies/sweep/readStudy.ts';
import { lineOf, studyFiles } from '../studies/sweep/studyFile.ts';

const { read } = studyFiles();

/** The only measure of a study, in flow style. */
function measured(options: string) {
  return measuresOf(read(`measures: {a: {${options}}}`), 'cpu')[0]!;
}

/** What `measure run` makes of a command line. */
function commanded(...args: readonly string[]) {
  const command = addMeasureOptions(new Command());
  command.parse(args, { from: 'user' });
  return { name: 'a', ...measuringOf(chosenOptions(command, command.opts()), 'cpu') };
}

describe('the measures of a study', () => {
  it.each<[string, string[]]>([
    ['', []],
    ['samples: all, m: [8, 32], p: [2, inf, 3]', ['--samples', 'all', '--m', '8,32', '--p', '2,inf,3']],
    ['p: .inf, rho: 5e-7', ['--p', 'inf', '--rho', '5e-7']],
    ['rho: paper', ['--rho', 'paper']],
    ['rho: chosen, ascent: apgd', ['--rho', 'chosen', '--ascent', 'apgd']],
    [
      'rho: [1, 0.1], normalization: [none, filter], eta: 0',
      ['--rho', '1,0.1', '--normalization', 'none,filter', '--eta', '0'],
    ],
    ['layers: true, curve: false, convergence: true', ['--layers', '--convergence']],
    [
      'ascent: pgd, stepSize: 0.5, momentum: 0, curve: true',
      ['--ascent', 'pgd', '--step-size', '0.5', '--momentum', '0', '--curve'],
    ],
    [
      'ascent: average-gaussian, sigma: rho/sqrt(k)',
      ['--ascent', 'average-gaussian', '--sigma', 'rho/sqrt(k)'],
    ],
    ['complexity: norms', ['--complexity', 'norms']],
    ['complexity: [theorem-3, norms]', ['--complexity', 'norms,theorem-3']],
    ['preset: epfl', ['--preset', 'epfl']],
    [
      'preset: epfl, m: 8, steps: 20, loss: cross-entropy',
      ['--preset', 'epfl', '--m', '8', '--steps', '20', '--loss', 'cross-entropy'],
    ],
    [
      'sampling: shuffled, seed: 3, perturb: [conv*, fc.weight]',
      ['--sampling', 'shuffled', '--seed', '3', '--perturb', 'conv*,fc.weight'],
    ],
    [
      'savePerturbations: true, bias: frozen, bn: batch',
      ['--save-perturbations', '--bias', 'frozen', '--bn', 'batch'],
    ],
  ])('with {%s} are what measure run makes of %j', (options, args) => {
    expect(measured(options)).toEqual(commanded(...args));
  });

  it('have the defaults of measure run', () => {
    const [only, ...more] = measuresOf(read('seeds: [0]'), 'wasm');
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      name: 'measures',
      shuffleFolders: true,
      plan: {
        engine: 'wasm',
        samples: 1024,
        groupSizes: [8],
        seed: 0,
        sharpness: { ascent: { kind: 'one-step' } },
      },
    });
  });

  it('of the built-in studies are the paper’s, and Auto-PGD at its radii', () => {
    const [paper] = measuresOf(readStudy('asam-paper'), 'cpu');
    expect(paper).toMatchObject({
      ...{ name: 'paper', preset: 'asam-paper' },
      plan: {
        samples: 'all',
        groupSizes: [8],
        sharpness: { ascent: { kind: 'one-step' }, batchNorm: 'evaluation' },
      },
    });
    const { regions } = paper!.plan.sharpness;
    expect(regions.map(({ p, normalization }) => `${p} ${normalization}`)).toEqual([
      ...['2 none', '2 element', 'inf none', 'inf element'],
    ]);
    for (const { radii, eta, bias } of regions) {
      expect({ radii, eta, bias }).toEqual({ radii: paperRadii, eta: 0.01, bias: 'constant' });
    }
    const [oneStep, autoPgd] = measuresOf(readStudy('laptop'), 'cpu');
    expect(oneStep).toMatchObject({ name: 'one-step', plan: { samples: 256 } });
    expect(autoPgd!.plan.sharpness).toMatchObject({
      ascent: { kind: 'apgd' },
      regions: [{ radii: [1e-5] }, { radii: [0.5] }, { radii: [5e-4] }, { radii: [5e-3] }],
    });
  });

  it('color by what the study varies', () => {
    const study = read('grid: {training.batchSize: [8, 16]}\nmeasures: {a: {color: batchSize}}');
    expect(measuresOf(study, 'cpu')[0]).toMatchObject({ color: 'batchSize' });
  });

  it.each([
    ['sampels: 8', '25: measures.a.sampels: unknown option; is it samples?'],
    ['__proto__: 8', '27: measures.a.__proto__: unknown option; "measure run --help" lists them'],
    ['samples: x', '25: measures.a.samples: "x": it must be a whole number from 1'],
    ['samples: 0', '25: measures.a.samples: 0: it must be a whole number from 1'],
    ['samples: true', '25: measures.a.samples: a value is expected, not true'],
    ['samples: {a: 1}', '16: measures.a.samples: a value is expected, not {"a":1}'],
    ['m: [8, [9]]', '19: measures.a.m: a value is expected, not [8,[9]]'],
    ['m: [8, 8]', '19: measures.a.m: [8,8]: 8 stands there twice'],
    ['rho: -1', '21: measures.a.rho: -1: it must be a number above 0'],
    [
      'ascent: sgd',
      /^s\.yaml:1:24: measures\.a\.ascent: "sgd": allowed choices are one-step, pgd, .*average-uniform$/,
    ],
    ['layers: 1', '24: measures.a.layers: true or false is expected, not 1'],
    ['steps: 3', '23: measures.a.steps says nothing to ascent one-step: it is for pgd, apgd, epfl-apgd'],
    ['preset: epfl, stepSize: 1', '40: measures.a.stepSize says nothing to ascent epfl-apgd: it is for pgd'],
    ['p: [2, 3], ascent: pgd', '35: measures.a.ascent pgd knows p = 2 and inf, not 3; one-step knows any'],
    ['p: 2, ascent: average-uniform', '19: measures.a.p 2: ascent average-uniform has p = inf only'],
    [
      'normalization: filter, rho: chosen',
      /:1:44: measures\.a\.rho chosen: the paper chose no radius for normalization filter with p = 2$/,
    ],
    ['curve: true', '23: measures.a.curve: ascent one-step has no steps; pgd, apgd and epfl-apgd have'],
    [
      'savePerturbations: true, ascent: average-uniform',
      /:1:35: measures\.a\.savePerturbations: ascent average-uniform has no maximizer/,
    ],
    ['precision: float64', '27: measures.a.precision float64 needs the native engine, and this is cpu'],
    [
      'complexity: hessian',
      '28: measures.a.complexity hessian needs double precision: the native engine, and this is cpu',
    ],
    [
      'complexity: [norms, norm]',
      /28: measures\.a\.complexity: \["norms","norm"\]: allowed choices are norms, .*$/,
    ],
    [
      'complexity: theorem-3, p: inf',
      '28: measures.a.complexity theorem-3 is about p = 2, and no region has it',
    ],
    [
      'complexity: theorem-3, bias: frozen',
      '28: measures.a.complexity theorem-3 is about all parameters: not with bias frozen',
    ],
    ['color: lr', '23: measures.a.color: "lr" is no hyperparameter; the study varies none'],
    [
      'seeds: averaged',
      /measures\.a\.seeds is no part of a study: say --seeds to "measure correlate" of the measure's folder/,
    ],
    ['gap: loss', '21: measures.a.gap is the same for all measures: say it under gate, beside measures'],
    ['minTrainAccuracy: 0', /measures\.a\.minTrainAccuracy is the same for all measures: say it under gate/],
    [
      'dataset: mnist',
      '25: measures.a.dataset is what the runs are trained on: say it in base, as dataset.name',
    ],
    ['out: x', '21: measures.a.out is no part of a study: say --out on the command line'],
    ['workers: 2', /workers is no part of a study: say --workers on the command line$/],
    ['quiet: true', /quiet is no part of a study/],
  ])('with {%s} are refused at the place', (options, expected) => {
    const line = lineOf(() => measured(options));
    expect(line).not.toContain('\n');
    if (typeof expected === 'string') expect(line).toBe(`s.yaml:1:${expected}`);
    else expect(line).toMatch(expected);
  });
});
