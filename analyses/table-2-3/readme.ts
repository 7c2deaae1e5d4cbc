import { differencesTable, findingText, fitText, type Place, paperTable } from '../trainings/comparisons.ts';
import type { Scale } from '../trainings/options.ts';
import { METHODS } from '../trainings/planned.ts';
import type { Outcomes } from '../trainings/runAnalysis.ts';
import { countingText, parameterText, settingText } from '../trainings/settingText.ts';
import { summarize } from '../trainings/summary.ts';
import { totalMinutes } from '../trainings/tables.ts';
import { markdownTable, spreadText, successText } from '../trainings/text.ts';
import { caseName, LEARNING_RATES, modelOf, NETWORK_TITLES, NETWORKS } from './cases.ts';
import { TABLE_2, TABLE_3 } from './paper.ts';

const places: readonly Place[] = NETWORKS.map((network) => ({
  where: NETWORK_TITLES[network],
  caseOf: (method) => caseName(network, method),
}));

/** The text that goes with the tables. */
export function readme(outcomes: Outcomes, scale: Scale): string {
  return `# Tables 2 and 3: SGD, SAM and ASAM

Section 5.2 of the paper at a small scale. Everything here is written by

    node --import tsx analyses/table-2-3.ts --data DIR

The paper finds SGD < SAM < ASAM in the maximum test accuracy of every network.

${findingText(outcomes, places)}

${fitText(outcomes)}

## Test accuracy

${accuracyTable(outcomes)}

Every run is in [runs.csv](runs.csv), these numbers in [table.csv](table.csv). Training took ${totalMinutes(outcomes)} minutes of wall time in all, added up over the runs, on cores that other work shared: seconds are no measure of speed.

## Differences between the methods

SGD½ is SGD with as many epochs as SAM and ASAM, so with as many updates and half the gradients.

Maximum:

${differencesTable('network', outcomes, places, 'best')}

Final:

${differencesTable('network', outcomes, places, 'final')}

## Setting

${settingText(scale)}
- SAM: ρ = 0.05, p = 2. ASAM: ρ = 0.5, p = 2, element-wise, η = 0.01, no bias normalization: the paper's choices for CIFAR-10, tuned there and not here.
${NETWORKS.map((network) => networkText(network, scale)).join('\n')}
${countingText}

## The paper

Whole datasets, 200 epochs of SAM and ASAM and 400 of SGD, learning rate 0.1; PyramidNet-272 900 and 1800, with a learning rate of 0.05, three runs instead of five. (3/5): two of five runs failed.

${paperTable('Table 2, CIFAR-10', TABLE_2)}

${paperTable('Table 3, CIFAR-100', TABLE_3)}
`;
}

function accuracyTable(outcomes: Outcomes): string {
  const rows = NETWORKS.flatMap((network) =>
    METHODS.map((method) => {
      const summary = summarize(outcomes.get(caseName(network, method)) ?? []);
      const { best, final, bestTop5, finalTop5, train, seconds } = summary;
      return [
        NETWORK_TITLES[network],
        method,
        ...[best, final, bestTop5, finalTop5, train].map(spreadText),
        successText(summary),
        (seconds.mean ?? 0).toFixed(0),
      ];
    }),
  );
  return markdownTable(
    [
      ...['network', 'method', 'maximum', 'final', 'top-5 at the maximum', 'final top-5'],
      ...['training accuracy', 'success', 'seconds a run'],
    ],
    rows,
  );
}

function networkText(network: (typeof NETWORKS)[number], { dataset }: Scale): string {
  const parameters = parameterText(modelOf(network, dataset));
  return `- ${NETWORK_TITLES[network]}: ${parameters}; learning rate ${LEARNING_RATES[network]} for all methods.`;
}
