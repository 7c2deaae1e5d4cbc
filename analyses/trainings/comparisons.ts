import { type Method, PAPER_METHODS } from './planned.ts';
import type { Outcomes } from './runAnalysis.ts';
import { compare, type Moment, trainRange } from './summary.ts';
import { type Compared, claimVerdict, comparisonSentence, differenceText, markdownTable } from './text.ts';

/** Two methods, the one that the paper finds better first. */
export type MethodPair = readonly [better: Method, worse: Method];

const METHOD_PAIRS: readonly MethodPair[] = [
  ['SAM', 'SGD'],
  ['ASAM', 'SGD'],
  ['ASAM', 'SAM'],
];

/** The same with as many epochs each, where SGD takes half as many gradients. */
const SAME_EPOCHS_PAIRS: readonly MethodPair[] = [
  ['SAM', 'SGD½'],
  ['ASAM', 'SGD½'],
];

/** One row of a table of methods: a network, a noise rate. */
export interface Place {
  readonly where: string;
  /** The cases of its methods. */
  readonly caseOf: (method: Method) => string;
}

/** How two methods compare at each place. */
function compareMethods(
  outcomes: Outcomes,
  places: readonly Place[],
  [better, worse]: MethodPair,
  moment: Moment,
): Compared[] {
  return places.map(({ where, caseOf }) => ({
    where,
    difference: compare(outcomes.get(caseOf(better)) ?? [], outcomes.get(caseOf(worse)) ?? [], moment),
  }));
}

/** Whether it shows that one method is better than the other, and where: items of a list in Markdown. */
export function findingText(outcomes: Outcomes, places: readonly Place[]): string {
  const items = [...METHOD_PAIRS, ...SAME_EPOCHS_PAIRS].map((pair) => {
    const maximum = compareMethods(outcomes, places, pair, 'best');
    const final = compareMethods(outcomes, places, pair, 'final');
    const claim = `**That ${pair.join(' is better than ')} ${claimVerdict(maximum)}.**`;
    return `- ${claim} ${comparisonSentence('Maximum', maximum)} ${comparisonSentence('Final', final)}`;
  });
  return items.join('\n');
}

/** All pairs of methods. */
export function differencesTable(
  head: string,
  outcomes: Outcomes,
  places: readonly Place[],
  moment: Moment,
): string {
  const columns = [...METHOD_PAIRS, ...SAME_EPOCHS_PAIRS].map((pair) => ({
    title: pair.join(' − '),
    compared: compareMethods(outcomes, places, pair, moment),
  }));
  return markdownTable(
    [head, ...columns.map(({ title }) => title)],
    places.map(({ where }, row) => [
      where,
      ...columns.map(({ compared }) => differenceText(compared[row]!.difference)),
    ]),
  );
}

/** A row of a table of the paper: something, and a cell a method. */
export function paperTable(
  head: string,
  rows: readonly { readonly name: string; readonly cells: readonly string[] }[],
): string {
  return markdownTable(
    [head, ...PAPER_METHODS],
    rows.map(({ name, cells }) => [name, ...cells]),
  );
}

/** Below this training accuracy nothing is fitted yet. */
const FITTED = 0.9;

/** How closely the training images were fitted, which bounds what the comparison can tell. */
export function fitText(outcomes: Outcomes): string {
  const range = trainRange(outcomes.values());
  if (range === undefined) return 'All runs failed.';
  const [least, most] = range.map((share) => (100 * share).toFixed(0));
  const fit = `Mean training accuracies after the last epoch are ${least} to ${most} %`;
  if (range[1] >= FITTED) return `${fit}.`;
  return `${fit}: no network has come close to fitting its training images. How far a method comes with so many gradients is compared as much as how it generalizes; learning rates were not tuned for each method, and SAM and ASAM make half of SGD's updates.`;
}
