import type { CorrelationRow } from '../../src/index.ts';
import { markdownTable } from '../trainings/text.ts';
import { CLAIMS, type Claim, find, findingNumbers, paperNumbers, type Verdict } from './claims.ts';
import { coefficient, setting } from './numbers.ts';
import { HYPERPARAMETER_NAMES, HYPERPARAMETERS, measureTitle, TABLE_1 } from './paper.ts';
import { RESAMPLES, type Resampled } from './resampling.ts';
import { type Coefficients, rowsOf, type Way } from './ways.ts';

/** A way to take the paper's table, and its resamples. */
export interface ResampledWay extends Way {
  /** As `measures`. */
  readonly resampled: readonly (Resampled | undefined)[];
}

const STATISTICS: readonly {
  readonly name: string;
  readonly of: (coefficients: Coefficients) => number | null;
}[] = [
  { name: 'τ', of: ({ tau }) => tau },
  ...HYPERPARAMETERS.map((name) => ({
    name: `ψ, ${HYPERPARAMETER_NAMES[name]}`,
    of: ({ psi }: Coefficients) => psi[name],
  })),
  { name: 'Ψ', of: ({ Psi }) => Psi },
];

const TITLES = TABLE_1.map(measureTitle);

/** The paper's Table 1, and under each of its rows the same row as it comes out here. */
export function sideBySideTable(ways: readonly Way[]): string {
  const rows = STATISTICS.flatMap(({ name, of }) => [
    [name, 'the paper', ...TABLE_1.map((column) => coefficient(of(column)))],
    ...ways.map(({ title, measures }) => [
      '',
      title,
      ...measures.map((one) => (one === undefined ? '–' : coefficient(of(one.coefficients)))),
    ]),
  ]);
  const radii = [
    ['ρ', 'the paper', ...TABLE_1.map(({ rho }) => setting(rho))],
    ...ways.map(({ title, measures }) => ['', title, ...measures.map((one) => radiusText(one?.rho))]),
  ];
  const models = ways.map(({ title, measures }, k) => [
    k === 0 ? 'models' : '',
    title,
    ...measures.map((one) => (one === undefined ? '–' : String(one.models))),
  ]);
  return markdownTable(['', '', ...TITLES], [...rows, ...radii, ...models]);
}

function radiusText(rho: number | null | undefined): string {
  return rho === null || rho === undefined ? '–' : setting(rho);
}

/** τ at every radius: how much choosing the best one chooses. */
export function radiusTable(correlations: readonly CorrelationRow[]): string {
  const columns = TABLE_1.map((paper) =>
    rowsOf(correlations, paper).filter(({ statistic }) => statistic === 'tau'),
  );
  const radii = [...new Set(columns.flatMap((rows) => rows.flatMap(({ rho }) => rho ?? [])))].sort(
    (a, b) => a - b,
  );
  const cell = (rows: readonly CorrelationRow[], rho: number): string => {
    const row = rows.find((one) => one.rho === rho);
    if (row === undefined) return '–';
    return row.best_radius ? `**${coefficient(row.value)}**` : coefficient(row.value);
  };
  return markdownTable(
    ['ρ', ...TITLES],
    radii.map((rho) => [setting(rho), ...columns.map((rows) => cell(rows, rho))]),
  );
}

/** Whether a best radius is the last one of the grid, beyond which τ may be larger. */
export function edgeText(correlations: readonly CorrelationRow[]): string {
  const edges = TABLE_1.flatMap((paper) => {
    const rows = rowsOf(correlations, paper).filter(({ statistic }) => statistic === 'tau');
    const radii = rows.flatMap(({ rho }) => rho ?? []);
    const best = rows.find((row) => row.best_radius)?.rho ?? null;
    if (best === null || radii.length < 2) return [];
    const end =
      best === Math.min(...radii) ? 'smallest' : best === Math.max(...radii) ? 'largest' : undefined;
    return end === undefined ? [] : [`${measureTitle(paper)} (the ${end}, ${setting(best)})`];
  });
  if (edges.length === 0) return 'No best radius is at an end of the grid.';
  return `At an end of the grid, so that τ may be larger beyond it, is the best radius of ${edges.join('; ')}.`;
}

/** Of each claim what shows, by the first way, which is the paper's; the others beside it. */
export function claimList(ways: readonly ResampledWay[]): string {
  return CLAIMS.map((claim) => {
    const items = ways.map((way) => {
      const finding = find(claim, way.resampled);
      return `  - ${way.title}: ${finding.verdict}. ${findingNumbers(claim, finding)}`;
    });
    const head = `- **That ${claim.text}: ${verdictOf(claim, ways)}.** The paper: ${paperNumbers(claim)}`;
    return [head, ...items].join('\n');
  }).join('\n');
}

const VERDICTS: readonly Verdict[] = [
  'shows',
  'shows in part',
  'does not show',
  'opposite in part',
  'opposite',
  'not measured',
];

/** How many claims come out how, by the first way. */
export function claimCounts(ways: readonly ResampledWay[]): string {
  const verdicts = CLAIMS.map((claim) => verdictOf(claim, ways));
  const counts = VERDICTS.flatMap((verdict) => {
    const count = verdicts.filter((one) => one === verdict).length;
    return count === 0 ? [] : [`${verdict}: ${count}`];
  });
  return `Of ${CLAIMS.length} things that the paper's text and Table 1 say: ${counts.join('; ')}.`;
}

function verdictOf(claim: Claim, [paperWay]: readonly ResampledWay[]): Verdict {
  return find(claim, paperWay?.resampled ?? []).verdict;
}

/** What the intervals are of, and what they leave out. */
export function intervalText(seeds: number, gate: number): string {
  return `Brackets are 95 % intervals: the 2.5 and 97.5 percent quantiles over ${RESAMPLES} resamples of a seeded bootstrap over models. Each resample draws as many models as entered, with replacement, and takes every measure over the same draw, so that differences are paired; pairs of a model with itself do not enter. A claim *shows* where the whole interval is on its side of 0 (for most hyperparameters: for more than half), is *opposite* where it is on the other side, and *does not show* where 0 is inside; claims about several numbers show *in part*. There is no interval, and nothing shows, where a number is undefined in more than a tenth of the resamples or the same in all of them.

What is estimated is the coefficient over models drawn at random like those of the grid. The intervals do not cover:

- the luck of training: there ${seeds === 1 ? 'is one seed' : `are ${seeds} seeds`} a configuration; the section on noise below says how large it is;
- the choice of the best radius, which is made on the same models: the radius is held at what was chosen on all of them, so that τ there is somewhat too large;
- ${gate === 0 ? 'a gate, which there is not: all models enter;' : 'the gate: models that do not pass it are in no resample;'}
- that configurations of a grid are no random draws: values of hyperparameters are shared, and the models of a cell are few;
- other datasets, networks and grids;
- that there are many intervals: each is by itself, and of 20 about one misses.`;
}
