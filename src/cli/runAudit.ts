import { join } from 'node:path';
import { groupBy } from '../correlation/index.ts';
import type { EngineChoice, Precision } from '../engine/description.ts';
import { type AuditVerdict, INVARIANCE_TOLERANCE, kindLabels, variantLabel } from '../report/index.ts';
import type { BiasPolicy, Normalization, NormOrder, Region } from '../sharpness/types.ts';
import { type AuditComparison, type Audited, audit, type MeasurePlan } from '../studies/index.ts';
import { chooseEngine } from './chooseEngine.ts';
import { exitCodes } from './fail.ts';
import { runJob } from './runJob.ts';
import { plural, print, printJson, say } from './say.ts';
import { textTable } from './textTable.ts';

/** What the command line of `measure audit` says. */
export interface AuditOptions {
  readonly data: string;
  readonly dataset?: string | undefined;
  readonly samples: number | 'all';
  readonly m: number;
  readonly p: readonly NormOrder[];
  readonly normalization: readonly Normalization[];
  readonly bias: readonly BiasPolicy[];
  readonly eta: readonly number[];
  readonly rho: readonly number[];
  readonly maxPower: number;
  readonly seed: number;
  readonly precision?: Precision | undefined;
  readonly engine: EngineChoice;
  readonly workers: number;
  readonly out: string;
  readonly quiet?: boolean | undefined;
  readonly json?: boolean | undefined;
}

/** The networks: one is rescaled, two are compared. */
export interface AuditSubject {
  readonly checkpoint: string;
  readonly other?: string | undefined;
}

/** Audits, shows how far it is, and prints what moved. */
export async function runAudit({ checkpoint, other }: AuditSubject, options: AuditOptions): Promise<void> {
  const { data, dataset, maxPower, out, workers } = options;
  const plan = planOf(options);
  const request = { checkpoint, other, dataDirectory: data, dataset, plan, maxPower, out, workers };
  const outcome = await runJob(options, (hooks) => audit(request, hooks));
  if (!outcome) return;
  if (options.json) printJson(auditJson(outcome, out));
  else printResult(outcome, out);
  const noisy = outcome.rows.filter(({ below_noise }) => below_noise).length;
  if (noisy > 0)
    say(`warning: ${plural(noisy, 'value')} may be decided by float32's noise (below_noise in audit.csv)`);
  for (const comparison of outcome.comparisons.filter(({ held }) => !held)) {
    say(`${comparison.run.folder}: the function changed: ${performances(comparison)}`);
    process.exitCode = exitCodes.failed;
  }
}

/** Regions that are the same twice are measured once: where T = 1, eta and the normalization of biases say nothing. */
function distinctRegions({
  p: orders,
  normalization: normalizations,
  bias: policies,
  eta: etas,
  rho,
}: AuditOptions): Region[] {
  const radii = [...rho].sort((a, b) => a - b);
  return normalizations.flatMap((normalization) => {
    const isPlain = normalization === 'none';
    const biases = policies.filter(
      (bias) => !isPlain || bias !== 'normalized' || !policies.includes('constant'),
    );
    return biases.flatMap((bias) =>
      (isPlain ? etas.slice(0, 1) : etas).flatMap((eta) =>
        orders.map((p): Region => ({ p, normalization, bias, eta, layer: null, radii })),
      ),
    );
  });
}

function planOf(options: AuditOptions): MeasurePlan {
  const { m, samples, seed, quiet } = options;
  const asked = options.precision === undefined ? {} : { precision: options.precision };
  const engine = chooseEngine(options.engine, { quiet, ...asked });
  return {
    sharpness: {
      regions: distinctRegions(options),
      ascent: { kind: 'one-step' },
      loss: 'cross-entropy',
      batchNorm: 'evaluation',
      perturb: ['*'],
      precision: options.precision ?? (engine === 'native' ? 'float64' : 'float32'),
    },
    layerwise: false,
    groupSizes: [m],
    samples,
    sampling: 'first',
    augmentation: 'none',
    seed,
    engine,
    savePerturbations: false,
    curve: false,
  };
}

/** The document of `--json`; of the networks, where they are and how they perform. */
function auditJson({ comparisons, verdicts, rows }: Audited, out: string): object {
  const shown = comparisons.map(({ kind, run, rescaled, before, after, held }) => ({
    ...{ kind, folder: run.folder, rescaled, before, after, held },
  }));
  return { comparisons: shown, rows, verdicts, out };
}

function printResult({ comparisons, verdicts }: Audited, out: string): void {
  print(verdictTable(verdicts));
  print(
    '×: value after / value before, at the radius where it is farthest from 1. ' +
      `A measure within ${INVARIANCE_TOLERANCE} of 1 is invariant; in brackets, how far it moved.`,
  );
  for (const comparison of comparisons) print(comparisonText(comparison));
  print(`Figure: ${join(out, 'audit.svg')}`);
}

/** A line a measure, a column a kind of rescaling and norm order. */
function verdictTable(verdicts: readonly AuditVerdict[]): string {
  const columnOf = ({ kind, p }: AuditVerdict): string =>
    `${kind === 'pair' ? 'other' : kind}, p = ${p === 'inf' ? '∞' : p}`;
  const columns = [...new Set(verdicts.map(columnOf))];
  const lines = groupBy(verdicts, variantLabel);
  return textTable(
    ['measure', ...columns],
    [...lines].map(([line, found]) => {
      const cells = new Map(found.map((verdict) => [columnOf(verdict), verdictText(verdict)]));
      return [line, ...columns.map((column) => cells.get(column) ?? '')];
    }),
    ['left', ...columns.map(() => 'left' as const)],
  );
}

/** `invariant (2e-9)`, `x 4.8` */
function verdictText({ invariant, drift, ratio }: AuditVerdict): string {
  if (!Number.isFinite(ratio)) return 'no number';
  if (invariant) return `invariant (${drift === 0 ? '0' : drift.toExponential(0)})`;
  return `× ${Number(ratio.toPrecision(ratio > 0.9 && ratio < 1.1 ? 4 : 3))}`;
}

/** What was rescaled, and whether the function held. */
function comparisonText(comparison: AuditComparison): string {
  const { kind, run, rescaled, held } = comparison;
  const what = rescaled
    ? `${plural(rescaled.factors, kind === 'filters' ? 'filter' : 'node')} in ${plural(rescaled.layers, 'layer')}`
    : run.folder;
  const kept =
    rescaled && rescaled.raised > 0
      ? ` (${rescaled.raised} by more than drawn, for a positive variance)`
      : '';
  return `${kindLabels[kind]}: ${what}${kept}; ${held ? 'the function held' : 'the function changed'}: ${performances(comparison)}`;
}

/** `training loss 0.1234 -> 0.1234, test loss ...` */
function performances({ before, after }: AuditComparison): string {
  const change = (label: string, a: number, b: number): string => `${label} ${shortest(a)} -> ${shortest(b)}`;
  return [
    change('training loss', before.train_loss, after.train_loss),
    change('test loss', before.test_loss, after.test_loss),
    change('test accuracy', before.test_accuracy, after.test_accuracy),
  ].join(', ');
}

function shortest(value: number): string {
  return `${Number(value.toPrecision(6))}`;
}
