import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cell } from '../correlation/index.ts';
import type { Results } from '../jobs/index.ts';
import { replaceFile } from '../replaceFile.ts';
import { formatCsv } from '../report/table/csv.ts';
import type { GroupSummary } from './groupSummary.ts';
import type { Candidate } from './measurePieces.ts';
import { type MeasurePlan, regionsOf } from './measurePlan.ts';
import { measureName, summariesOf } from './measureRows.ts';

/** The folder of the perturbations in the output folder. */
export const perturbationFolder = 'perturbations';

/** The results of a plan, but for those whose perturbations are gone: they are measured again. */
export function withPerturbations(results: Results, plan: MeasurePlan, out: string): Results {
  if (!plan.savePerturbations) return results;
  return { ...results, has: (key) => results.has(key) && filesAreThere(results.get(key), out) };
}

/** Are all the files there that the result of a piece speaks of? */
function filesAreThere(result: unknown, out: string): boolean {
  const { perturbations = [] } = result as Partial<GroupSummary>;
  return perturbations.every(({ file }) => existsSync(join(out, perturbationFolder, file)));
}

const columns = [
  ...['file', 'checkpoint', 'group', 'first_example', 'm', 'measure', 'p', 'normalization', 'bias', 'eta'],
  ...['layer', 'rho', 'ascent', 'value'],
];

/** The rows of a checkpoint, in the order of `columns`. */
function rowsOf(candidate: Candidate, plan: MeasurePlan, results: Results): Cell[][] {
  const { checkpoint, spec } = candidate.run;
  const regions = regionsOf(plan, spec);
  return candidate.sizes.flatMap((size) =>
    summariesOf(candidate, size, plan, results)
      .flatMap(({ perturbations = [] }) => perturbations)
      .map(({ file, group, firstExample, region, radius, value }) => {
        const { p, normalization, bias, eta, layer, radii } = regions[region]!;
        return [
          ...[`${perturbationFolder}/${file}`, checkpoint, group, firstExample, size.m],
          ...[measureName(normalization), p, normalization, bias, eta, layer],
          ...[radii[radius]!, plan.sharpness.ascent.kind, value],
        ];
      }),
  );
}

/** Writes perturbations.csv: a row a perturbation. */
export function writePerturbationIndex(
  out: string,
  candidates: readonly Candidate[],
  plan: MeasurePlan,
  results: Results,
): void {
  const rows = candidates.flatMap((candidate) => rowsOf(candidate, plan, results));
  const cells = columns.map((_, k) => rows.map((row) => row[k]!));
  replaceFile(join(out, 'perturbations.csv'), formatCsv(columns, cells));
}
