import { join } from 'node:path';
import { openJournal } from '../../jobs/index.ts';
import { type LandscapeCaption, type PlanePoint, writeLandscape } from '../../report/landscape/index.ts';
import { formatNumber, labelText } from '../../report/measureLabel.ts';
import { UserError } from '../../userError.ts';
import { finish, journalPlan, type MeasureHooks } from '../finishPieces.ts';
import { writeManifestFile } from '../manifestFile.ts';
import type { Candidate } from '../measurePieces.ts';
import type { MeasurePlan } from '../measurePlan.ts';
import { oneCandidate } from '../oneCandidate.ts';
import { sampledPlan } from '../sampledPlan.ts';
import { landscapePieces } from './pieces.ts';
import type { Landscape, LandscapeOutcome, LandscapeRequest } from './request.ts';
import { estimate, landscapeRows } from './rows.ts';
import type { GroupLine, LinesResult, PlaneResult } from './tasks.ts';

const SCHEMA = 'adaptive-sharpness/landscape/1';

/**
 * Draws the loss around a checkpoint: a plane of two filter-normalized random directions (Li et al. 2018) and the line
 * through the maximizer of sharpness. Writes the tables `plane`, `slices`, `line` and `maximizers`, figures and
 * `manifest.json`. Started again with the same options, it goes on from the journal.
 *
 * @throws UserError when the checkpoint cannot be measured, or the output folder belongs to another plan
 */
export async function landscape(request: LandscapeRequest, hooks: MeasureHooks): Promise<LandscapeOutcome> {
  const started = new Date();
  const { out, slice } = request;
  const candidate = await oneCandidate(request.checkpoint, request);
  const plan = sampledPlan({ shuffleFolders: false, ...request }, { candidates: [candidate] });
  const whole = { ...journalPlan(plan), checkpoint: candidate.fingerprint, slice };
  const journal = openJournal(join(out, 'journal.jsonl'), whole);
  try {
    const { rows, lines } = landscapePieces(candidate, plan, slice);
    const pieces = [...lines, ...rows];
    const { results, failures, done, total } = await finish(pieces, journal, request, hooks);
    if (hooks.signal?.aborted) return { kind: 'interrupted', done, total };
    if (done < total) {
      throw new UserError(failures.get(candidate.fingerprint) ?? `${candidate.run.folder}: not measured`);
    }
    const planeRows = rows.map(({ key }) => results.get(key) as PlaneResult);
    const groups = lines.flatMap(({ key }) => results.get(key) as LinesResult);
    const found = summarize({ ...landscapeRows(planeRows, groups, slice) }, groups, { candidate, plan });
    await writeLandscape(out, found, found.caption);
    const { engine } = planeRows[0]!;
    writeManifestFile(out, { schema: SCHEMA, started, engine }, manifestOf(request, plan, found));
    return found;
  } finally {
    journal.close();
  }
}

interface Measured {
  readonly candidate: Candidate;
  readonly plan: MeasurePlan;
}

function summarize(
  rows: Pick<Landscape, 'plane' | 'line' | 'maximizers'>,
  groups: readonly GroupLine[],
  { candidate, plan }: Measured,
): Landscape {
  const { plane } = rows;
  const finite = plane.filter(({ loss }) => Number.isFinite(loss));
  const center = plane.find(({ alpha, beta }) => alpha === 0 && beta === 0)!;
  const extreme = (isBeyond: (a: number, b: number) => boolean): PlanePoint =>
    finite.reduce((most, point) => (isBeyond(point.loss, most.loss) ? point : most), finite[0] ?? center);
  const sharpness = estimate(groups.map(({ value }) => value));
  const { dropped } = candidate.sizes[0]!;
  return {
    kind: 'done',
    ...rows,
    center,
    highest: extreme((a, b) => a > b),
    lowest: extreme((a, b) => a < b),
    overflowed: plane.length - finite.length,
    sharpness,
    belowNoise: groups.filter(({ noisy }) => noisy).length,
    droppedExamples: dropped,
    caption: captionOf({ candidate, plan }, sharpness.value),
  };
}

function captionOf({ candidate, plan }: Measured, value: number): LandscapeCaption {
  const { regions, ascent, loss } = plan.sharpness;
  const { p, normalization, radii } = regions[0]!;
  const { m, groups, dropped } = candidate.sizes[0]!;
  const adaptive = normalization === 'none' ? [] : [normalization];
  const details = [
    `p = ${p === 'inf' ? '∞' : p}`,
    ...adaptive,
    `ρ = ${formatNumber(radii[0]!)}`,
    ascent.kind,
  ];
  const name = normalization === 'none' ? 'sharpness' : 'adaptive sharpness';
  return {
    checkpoint: candidate.run.checkpoint,
    loss,
    samples: m * groups + dropped,
    measure: labelText({ name, details }),
    ...{ value, groups, m },
  };
}

/** What was drawn, and how. */
function manifestOf(
  { checkpoint, slice, workers }: LandscapeRequest,
  plan: MeasurePlan,
  { center, highest, lowest, overflowed, sharpness, belowNoise, droppedExamples }: Landscape,
): object {
  return {
    ...{ plan, slice, checkpoint },
    ...{ center, highest, lowest, overflowed, sharpness, belowNoise, droppedExamples, workers },
  };
}
