import type { Seeds } from '../correlation/index.ts';
import {
  answer,
  rankTable,
  rankTableText,
  reviewText,
  type SampleNeeds,
  sampleNeeds,
} from '../report/index.ts';
import type { Measured } from '../studies/index.ts';
import { convergenceText } from './convergenceText.ts';
import { averagedText, emptyPsisText } from './groupingText.ts';
import { plural, print } from './say.ts';

/** What was measured, as the reader calls it, and how. */
interface Asked {
  readonly noun: 'checkpoint' | 'run';
  readonly groupSizes: readonly number[];
  readonly seeds?: Seeds | undefined;
}

/** Prints what came out: the table, the answer in a sentence, and what to know beside it. */
export function printMeasured(measured: Measured, { noun, groupSizes, seeds }: Asked): void {
  const { checkpoints, correlations, review, droppedExamples, report } = measured;
  const { models, leftOut } = correlations;
  print(rankTableText(rankTable(correlations.rows)));
  print(answer(checkpoints, correlations.rows));
  for (const line of reviewText({ correlations: correlations.rows, ...review })) print(line);
  const entered = `${models} entered the correlation${averagedText(seeds)}, the gate left ${leftOut} out`;
  print(`${plural(checkpoints.length, noun)} measured: ${entered}.`);
  // a layer that some networks lack has no value there
  const ofNetworks = correlations.dropped.filter(({ layer }) => layer === null);
  const withoutValue = Math.max(0, ...ofNetworks.map(({ dropped }) => dropped));
  if (withoutValue > 0) {
    print(
      `${plural(withoutValue, 'model')} at most had no value (NaN) of a measure and did not enter there.`,
    );
  }
  if (correlations.emptyPsis.length > 0) print(emptyPsisText(correlations.emptyPsis));
  if (droppedExamples > 0) {
    print(
      `${plural(droppedExamples, 'example')} made no whole group of m = ${groupSizes.join(' or ')} and ` +
        `${droppedExamples === 1 ? 'was' : 'were'} not measured.`,
    );
  }
  const needs = needsOf(measured);
  if (needs) print(`\n${convergenceText(needs, checkpoints.length)}`);
  print(`Report: ${report}`);
}

/** How many samples the measures need, if it was asked. */
export function needsOf({ convergence, correlations }: Measured): readonly SampleNeeds[] | undefined {
  return convergence && sampleNeeds(convergence, correlations.rows);
}
