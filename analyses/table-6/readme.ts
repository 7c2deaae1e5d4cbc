import { differencesTable, findingText, fitText, type Place } from '../trainings/comparisons.ts';
import type { Scale } from '../trainings/options.ts';
import { METHODS, PAPER_METHODS } from '../trainings/planned.ts';
import type { Outcomes } from '../trainings/runAnalysis.ts';
import { countingText, parameterText, settingText } from '../trainings/settingText.ts';
import { type Moment, type Summary, summarize } from '../trainings/summary.ts';
import { totalMinutes } from '../trainings/tables.ts';
import { markdownTable, spreadText, successText } from '../trainings/text.ts';
import { caseName, LEARNING_RATE, modelOf, NETWORK_TITLE, NOISE_RATES } from './cases.ts';
import { TABLE_6 } from './paper.ts';

const places: readonly Place[] = NOISE_RATES.map((noise) => ({
  where: `${noise} %`,
  caseOf: (method) => caseName(noise, method),
}));

/** The text that goes with the table. */
export function readme(outcomes: Outcomes, scale: Scale): string {
  return `# Table 6: label noise

Section 5.4 of the paper at a small scale. Everything here is written by

    node --import tsx analyses/table-6.ts --data DIR

The paper finds SGD < SAM < ASAM at every noise rate up to 60 %, and ASAM behind both at 80 %.

${findingText(outcomes, places)}

${fitText(outcomes)}

## Maximum test accuracy

${accuracyTable(outcomes, 'best')}

The paper's columns: ResNet-32, all of CIFAR-10, 200 epochs of SAM and ASAM and 400 of SGD, 3 runs.

## Final test accuracy

${accuracyTable(outcomes, 'final')}

The maximum picks the epoch by clean test labels, which hides how far a training fits wrong labels afterwards: the paper has no final accuracies.

## Training accuracy

On the labels that were trained on, wrong ones included, after the last epoch:

${trainTable(outcomes)}

Every run is in [runs.csv](runs.csv), these numbers in [table.csv](table.csv). Training took ${totalMinutes(outcomes)} minutes of wall time in all, added up over the runs, on cores that other work shared: seconds are no measure of speed.

## Differences between the methods

SGD½ is SGD with as many epochs as SAM and ASAM, so with as many updates and half the gradients.

Maximum:

${differencesTable('noise', outcomes, places, 'best')}

Final:

${differencesTable('noise', outcomes, places, 'final')}

## Setting

- Symmetric noise: that share of the training labels is replaced by one of the other classes, drawn uniformly; other labels for every seed, the same for the three methods. Test labels are not touched.
${settingText(scale)}
- SAM: ρ = 0.05, p = 2. ASAM: ρ = 0.5, p = 2, element-wise, η = 0.01, no bias normalization: the paper's choices for CIFAR-10, tuned there and not here.
- ${NETWORK_TITLE}: ${parameterText(modelOf(scale.dataset))}; learning rate ${LEARNING_RATE}.
${countingText}
`;
}

function accuracyTable(outcomes: Outcomes, moment: Moment): string {
  return markdownTable(
    [
      'noise',
      ...METHODS,
      ...(moment === 'best' ? PAPER_METHODS.map((method) => `the paper's ${method}`) : ['success']),
    ],
    NOISE_RATES.map((noise) => {
      const summaries = summariesOf(outcomes, noise);
      const success = summaries.map(successText).join(', ');
      return [
        `${noise} %`,
        ...summaries.map((summary) => spreadText(summary[moment])),
        ...(moment === 'best' ? TABLE_6[noise] : [success]),
      ];
    }),
  );
}

function trainTable(outcomes: Outcomes): string {
  return markdownTable(
    ['noise', ...METHODS],
    NOISE_RATES.map((noise) => [
      `${noise} %`,
      ...summariesOf(outcomes, noise).map(({ train }) => spreadText(train)),
    ]),
  );
}

function summariesOf(outcomes: Outcomes, noise: (typeof NOISE_RATES)[number]): Summary[] {
  return METHODS.map((method) => summarize(outcomes.get(caseName(noise, method)) ?? []));
}
