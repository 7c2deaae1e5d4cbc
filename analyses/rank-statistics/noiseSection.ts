import { plural } from '../../src/cli/say.ts';
import { correlate } from '../../src/index.ts';
import { markdownTable } from '../trainings/text.ts';
import { type GapNoise, gapNoise, noiseModels } from './noise.ts';
import { coefficient, mean, rounded, setting } from './numbers.ts';
import { measureTitle, TABLE_1 } from './paper.ts';
import type { FinishedSweep } from './readSweep.ts';
import { rowsOf, type Way } from './ways.ts';

/** How well the gap of a training with one seed tells that of another: what no measure can be expected to exceed by much. */
export function noiseSection(noise: FinishedSweep, testCount: number | null, ways: readonly Way[]): string {
  const { study, runs } = noise;
  const configurations = new Set(runs.map(({ configuration }) => configuration)).size;
  const models = noiseModels(noise);
  const both = (['loss', 'error'] as const).map((gap) => gapNoise(models, study.seeds, gap, testCount));
  const ranked = both.find(({ gap }) => gap === study.gap)!;
  return `${configurations} configurations of [noise.yaml](noise.yaml) were trained with ${plural(study.seeds.length, 'seed')} each. ${models.filter(({ passes }) => passes).length} of ${runs.length} models pass the gate; each is a row of [noise.csv](noise.csv).

${ceilingText(ranked, ways)}

${pairTable(both)}

${spreadTable(both)}

- *over configurations*: the standard deviation of the gaps of one seed over the configurations that pass, the mean over the seeds. It contains the noise.
- *over seeds*: the standard deviation over the seeds of one configuration, the root of the mean variance over those that pass with two seeds or more (${ranked.repeated}). Other initial weights, order and dropout; the same training and test images.
- *of the test images*: the standard error of the gap by the choice of the test images, the median over the models: the standard deviation of the images' losses over √n, and √(p(1 − p)/n) of the test error${testCount === null ? '' : `, n = ${testCount}`}; the training images are taken as given. It is what other test images would change, which the seeds have in common and so do not show.

## The measures, seed by seed

τ with the gap of the ${study.gap} for each seed of this smaller study, as it measures them: how far the luck of one seed a configuration moves τ.

${seedTable(noise)}`;
}

function ceilingText({ gap, ceiling, spread, seedDeviation }: GapNoise, ways: readonly Way[]): string {
  if (ceiling === null) {
    return 'No two models that pass the gate with two seeds could be compared: there is no ceiling.';
  }
  const best = largestTau(ways);
  const ratio = ratioText(spread, seedDeviation);
  const spreads =
    ratio === '–'
      ? ''
      : ` The gaps spread ${ratio} times as far over the configurations as over the seeds of one.`;
  const beside =
    best === undefined
      ? ''
      : ` The largest τ of a measure above is ${coefficient(best.tau)} (${best.title}); it is over another set of configurations, so that the two are to be set beside each other with care.`;
  return `**Noise ceiling: τ between the gaps (of the ${gap}) of two seeds is ${coefficient(ceiling)}**, the mean over the pairs of seeds, each over the configurations that pass the gate with both.${spreads}${beside}`;
}

function largestTau(ways: readonly Way[]): { readonly tau: number; readonly title: string } | undefined {
  const all = ways.flatMap(({ title, measures }) =>
    measures.flatMap((one, k) => {
      const tau = one?.coefficients.tau ?? null;
      return tau === null ? [] : [{ tau, title: `${measureTitle(TABLE_1[k]!)}, ${title}` }];
    }),
  );
  return all.sort((a, b) => b.tau - a.tau)[0];
}

function pairTable(both: readonly GapNoise[]): string {
  const pairs = both[0]!.pairs;
  return markdownTable(
    ['seeds', 'configurations', ...both.map(({ gap }) => `τ, gap of the ${gap}`)],
    [
      ...pairs.map(({ seeds, configurations }, k) => [
        seeds.join(' and '),
        String(configurations),
        ...both.map((one) => coefficient(one.pairs[k]!.tau)),
      ]),
      ['mean', '', ...both.map(({ ceiling }) => coefficient(ceiling))],
    ],
  );
}

function spreadTable(both: readonly GapNoise[]): string {
  return markdownTable(
    [
      'gap',
      'over configurations',
      'over seeds',
      'ratio',
      'of the test images',
      'ratio of configurations to it',
    ],
    both.map(({ gap, spread, seedDeviation, standardError }) => [
      gap,
      rounded(spread),
      rounded(seedDeviation),
      ratioText(spread, seedDeviation),
      rounded(standardError),
      ratioText(spread, standardError),
    ]),
  );
}

function ratioText(spread: number | null, noise: number | null): string {
  return spread === null || noise === null || noise === 0 ? '–' : (spread / noise).toFixed(2);
}

/** The paper's measures at the paper's radii, or at the best one where those are not measured, over the models of a seed. */
function seedTable({ study, runs, measures: [output] }: FinishedSweep): string {
  if (output === undefined) return '';
  const seedOf = new Map(runs.map(({ name, seed }) => [name, seed]));
  const bySeed = study.seeds.map((seed) => {
    const checkpoints = output.tables.checkpoints.filter(({ checkpoint }) => seedOf.get(checkpoint) === seed);
    const names = new Set(checkpoints.map(({ checkpoint }) => checkpoint));
    const measurements = [...output.tables.measurements].filter(({ checkpoint }) => names.has(checkpoint));
    const { gap, minTrainAccuracy } = study;
    return correlate({ checkpoints, measurements, gap, minTrainAccuracy, hyperparameters: [] }).rows;
  });
  const rows = TABLE_1.map((paper) => {
    const taus = bySeed.map(
      (correlations) =>
        rowsOf(correlations, paper).find(({ statistic, rho }) => statistic === 'tau' && rho === paper.rho)
          ?.value ?? null,
    );
    const average = mean(taus.flatMap((tau) => tau ?? []));
    return [measureTitle(paper), setting(paper.rho), ...taus.map(coefficient), coefficient(average)];
  });
  return markdownTable(['', 'ρ', ...study.seeds.map((seed) => `seed ${seed}`), 'mean'], rows);
}
