import { UserError } from '../../userError.ts';
import { groupCount, sampleCount } from '../measurePlan.ts';
import type { Setting } from '../recipe/index.ts';
import { type ExampleCounts, settingsFor } from './studyDatasets.ts';
import type { SweepMeasure, SweepPlan } from './sweepRequest.ts';
import type { Study } from './types.ts';

/**
 * Sees that the datasets of a study hold as many examples as its runs train and test on, and that these make a group of
 * every size that is measured.
 *
 * @param counts what the datasets hold, by name
 * @throws UserError that names the value, with its place in the study
 */
export function checkExamples(
  { study, measures }: Pick<SweepPlan, 'study' | 'measures'>,
  counts: ReadonlyMap<string, ExampleCounts>,
): void {
  for (const [dataset, { train, test }] of counts) {
    askedFor(study, 'testCount', { dataset, held: test });
    for (const trained of askedFor(study, 'trainCount', { dataset, held: train })) {
      for (const measure of measures) checkGroups(study, measure, { dataset, ...trained });
    }
  }
}

/** A number of examples, and what says it: nothing where it is all of the dataset. */
interface Asked {
  readonly count: number;
  readonly setting?: Setting;
}

/** How many of the examples of a dataset runs take. */
function askedFor(
  study: Study,
  key: 'trainCount' | 'testCount',
  { dataset, held }: { readonly dataset: string; readonly held: number },
): readonly Asked[] {
  const settings = settingsFor(study, `dataset.${key}`);
  for (const { value, label } of settings) {
    if (Number(value) <= held) continue;
    const kind = key === 'trainCount' ? 'training' : 'test';
    throw new UserError(
      `${label}: ${value} ${kind} examples are asked for, and ${dataset} holds ${held}; say ${held} or fewer`,
    );
  }
  if (settings.length === 0) return [{ count: held }];
  return settings.map((setting) => ({ count: Number(setting.value), setting }));
}

function checkGroups(
  study: Study,
  { name, plan }: SweepMeasure,
  { dataset, count, setting }: Asked & { readonly dataset: string },
): void {
  const m = plan.groupSizes.find((size) => groupCount(plan, size, count) === 0);
  if (m === undefined) return;
  const options = study.measures.find((measure) => measure.name === name)?.options;
  const { label } = options?.get('m') ?? options?.get('samples') ?? setting ?? { label: `measures.${name}` };
  const samples = sampleCount(plan, count);
  throw new UserError(
    `${label}: ${samples} of ${count} training examples of ${dataset} make no group of m = ${m}, as measures.${name} ` +
      `has it; say an m up to ${samples}, or take more`,
  );
}
