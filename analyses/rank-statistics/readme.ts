import { type CheckpointRow, reviewText, varies } from '../../src/index.ts';
import { attritionTable, attritionText, overflowText, ungatedTable } from './attrition.ts';
import { noiseSection } from './noiseSection.ts';
import { HYPERPARAMETERS } from './paper.ts';
import {
  claimCounts,
  claimList,
  edgeText,
  intervalText,
  type ResampledWay,
  radiusTable,
  sideBySideTable,
} from './rankSections.ts';
import type { FinishedSweep, MeasureOutput } from './readSweep.ts';
import { resample } from './resampling.ts';
import { settingSection } from './settingSection.ts';
import { entering, type Way, wayOf } from './ways.ts';

/** What the text is made from. */
export interface Studies {
  /** Measured with one step and with Auto-PGD. */
  readonly study: FinishedSweep;
  /** Measured with one step. */
  readonly noise: FinishedSweep;
  /** Test examples of the study of noise; null: unknown. */
  readonly testCount: number | null;
}

/** The text that goes with the tables: every sentence follows from them. */
export function readme({ study, noise, testCount }: Studies): string {
  const [oneStep, autoPgd] = study.measures;
  if (oneStep === undefined || autoPgd === undefined) throw new Error('both ways to measure are needed');
  const plain = [
    wayOf('one step, best ρ', oneStep, 'best'),
    wayOf("one step, the paper's ρ", oneStep, 'paper'),
    wayOf("Auto-PGD, the paper's ρ", autoPgd, 'paper'),
  ];
  const models = entering(oneStep.tables.checkpoints, study.study.minTrainAccuracy);
  const ways = plain.map((way) => resampledWay(way, models, study.study.gap));
  const correlations = oneStep.tables.correlations;
  const measurements = (output: MeasureOutput): string => overflowText(output.tables.measurements);
  return `# Table 1: which measure ranks models by generalization gap

Appendix B of the paper at a small scale. Everything here is written from the folders of two finished sweeps by

    node --import tsx analyses/rank-statistics.ts --study DIR --noise DIR

${claimCounts(ways)}

## Table 1, the paper's and ours

${sideBySideTable(ways)}

*Best ρ* is the radius with the largest τ, which is how the paper chooses its radii, on its own models. The tables are [checkpoints.csv](checkpoints.csv), [measurements.parquet](measurements.parquet), [correlations.csv](correlations.csv), [robustness.csv](robustness.csv) and [comparisons.csv](comparisons.csv), with [report.html](report.html), and those of Auto-PGD in [auto-pgd/](auto-pgd).

${claimHead(models.length)}

${claimList(ways)}

${intervalText(study.study.seeds.length, study.study.minTrainAccuracy)}

## τ at every radius

One step of ascent; bold where τ is largest.

${radiusTable(correlations)}

${edgeText(correlations)} One step: ${measurements(oneStep)}. Auto-PGD: ${measurements(autoPgd)}.

## Before believing it

What a reviewer would ask for ([docs/theory.md](../../docs/theory.md#before-believing-it)), of one step at its best radii:

${reviewText(oneStep.tables)
  .map((line) => `- ${line}`)
  .join('\n')}

Of Auto-PGD:

${reviewText(autoPgd.tables)
  .map((line) => `- ${line}`)
  .join('\n')}

## The gate

${attritionText(study)}

${attritionTable(study)}

What the gate does to τ, with one step of ascent:

${ungatedTable(study, oneStep, ways[0]!)}

## Noise

${noiseSection(noise, testCount, ways)}

## Setting

${settingSection(study, noise)}
`;
}

function claimHead(models: number): string {
  return `## What shows here

Over ${models} models that enter; in the paper over those of its 625 that pass. After each claim what becomes of it as the paper takes it: one step of ascent, at the best radius. Differences are adaptive sharpness less sharpness.`;
}

/** The intervals are over the models that all measures of a way have a value of. */
function resampledWay(way: Way, entering: readonly CheckpointRow[], gap: 'loss' | 'error'): ResampledWay {
  const measured = way.measures.flatMap((one) => one ?? []);
  const rows = entering.filter(
    (row) => !Number.isNaN(row[`gap_${gap}`]) && measured.every(({ values }) => values.has(row.checkpoint)),
  );
  const models = rows.map((row) => ({ hyperparameters: row.hyperparameters, gap: row[`gap_${gap}`] }));
  const resampled = resample(
    models,
    measured.map(({ values }) => rows.map(({ checkpoint }) => values.get(checkpoint)!)),
    HYPERPARAMETERS.filter((name) => varies(models, name)),
  );
  const byMeasure = new Map(measured.map((one, k) => [one, resampled[k]!]));
  return { ...way, resampled: way.measures.map((one) => one && byMeasure.get(one)) };
}
