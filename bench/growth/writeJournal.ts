import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckpointRow } from '../../src/correlation/index.ts';
import { openJournal } from '../../src/jobs/index.ts';
import { findCandidates } from '../../src/studies/candidates.ts';
import { journalPlan } from '../../src/studies/finishPieces.ts';
import type { GroupSummary, ValueSummary } from '../../src/studies/groupSummary.ts';
import { type Candidate, evaluationKey, groupKeys } from '../../src/studies/measurePieces.ts';
import { groupRanges, type MeasurePlan } from '../../src/studies/measurePlan.ts';
import type { MeasureRequest } from '../../src/studies/measureRequest.ts';
import type { EvaluateResult } from '../../src/studies/workerTasks.ts';
import { noise, REGIONS, radiiOf } from './madeUpStudy.ts';

/** A plan of the paper's four measures, on 256 samples. */
export function madeUpPlan(radii: number): MeasurePlan {
  return {
    sharpness: {
      regions: REGIONS.map(({ p, normalization }) => ({
        p,
        normalization,
        bias: 'constant',
        eta: 0.01,
        layer: null,
        radii: radiiOf(radii),
      })),
      ascent: { kind: 'one-step' },
      loss: 'cross-entropy',
      batchNorm: 'evaluation',
      perturb: ['*'],
      precision: 'float32',
    },
    layerwise: false,
    groupSizes: [8],
    samples: 256,
    sampling: 'first',
    augmentation: 'none',
    seed: 0,
    engine: 'cpu',
    savePerturbations: false,
    curve: false,
  };
}

/** Writes the journal of a job that has measured everything, in place of another's. */
export async function writeJournal(
  request: MeasureRequest,
  rows: ReadonlyMap<string, CheckpointRow>,
): Promise<void> {
  const { candidates } = await findCandidates(request);
  const file = join(request.out, 'journal.jsonl');
  rmSync(file, { force: true });
  const journal = openJournal(file, journalPlan(request.plan));
  for (const candidate of candidates) {
    const row = rows.get(candidate.run.checkpoint)!;
    journal.append(evaluationKey(candidate), evaluationOf(row));
    for (const [key, summary] of summariesOf(candidate, request.plan, row)) {
      journal.append(key, summary);
    }
  }
  journal.close();
}

function evaluationOf(row: CheckpointRow): EvaluateResult {
  return {
    train: { loss: row.train_loss, lossStandardError: 0, accuracy: row.train_accuracy, topFive: 1 },
    test: { loss: row.test_loss, lossStandardError: 0, accuracy: row.test_accuracy, topFive: 1 },
    engine: { name: 'cpu', device: 'CPU', versions: {}, threads: 1, precisions: ['float32'] },
  };
}

function* summariesOf(
  candidate: Candidate,
  plan: MeasurePlan,
  row: CheckpointRow,
): Generator<readonly [key: string, summary: GroupSummary]> {
  for (const size of candidate.sizes) {
    const keys = groupKeys(candidate, size, plan);
    for (const [k, { count }] of groupRanges(plan, size.m, size.groups).entries()) {
      const values = plan.sharpness.regions.map(({ radii }, region) =>
        radii.map((rho): ValueSummary => {
          const sum = count * rho * Math.exp(row.gap_loss * 3 + noise(row.gap_loss + k + region + rho));
          return {
            value: { sum, squares: sum * sum * 0.1 },
            firstOrder: sum * 0.9,
            refined: 0,
            noisy: 0,
            certificate: null,
          };
        }),
      );
      yield [keys[k]!, { groups: count, values }];
    }
  }
}
