import { fitText } from '../trainings/comparisons.ts';
import type { Scale } from '../trainings/options.ts';
import type { Outcomes } from '../trainings/runAnalysis.ts';
import { countingText, parameterText, settingText } from '../trainings/settingText.ts';
import { totalMinutes } from '../trainings/tables.ts';
import { markdownTable, spreadText, successText } from '../trainings/text.ts';
import { LEARNING_RATE, modelOf, NETWORK_TITLE } from './cases.ts';
import { type Curve, curvesOf, referenceOf } from './curves.ts';
import { finding } from './finding.ts';

/** The text that goes with the figure. */
export function readme(outcomes: Outcomes, scale: Scale): string {
  const curves = curvesOf(outcomes);
  const reference = referenceOf(outcomes);
  return `# Figure 4: the four kinds of ASAM over the radius

Section 5.2 of the paper at a small scale. Everything here is written by

    node --import tsx analyses/figure-4.ts --data DIR

![Radius against maximum test accuracy](figure-4.png)

${finding(outcomes)}

${fitText(outcomes)}

## Test accuracy

SGD: maximum ${spreadText(reference.best)}, final ${spreadText(reference.final)}, training accuracy ${spreadText(reference.train)}, success ${successText(reference)}.

${curveTable(curves)}

Every run is in [runs.csv](runs.csv), these numbers in [table.csv](table.csv). Training took ${totalMinutes(outcomes)} minutes of wall time in all, added up over the runs, on cores that other work shared: seconds are no measure of speed.

## Setting

${settingText(scale)}
- One-step ascent over the whole batch, η = 0.01. "Biases normalized" has T = |b| + η for biases and batch norm's shifts too, instead of T = 1. Filter-wise: T = ‖f‖₂ + η for every weight of a convolution filter f, |w| + η elsewhere.
- With p = ∞ every parameter moves by ρT, with p = 2 the whole vector T⁻¹ε has length ρ: hence the other radii.
- ${NETWORK_TITLE}: ${parameterText(modelOf(scale.dataset))}; learning rate ${LEARNING_RATE}. The paper has WRN-16-8, 200 epochs, all of CIFAR-10.
${countingText}
`;
}

function curveTable(curves: readonly Curve[]): string {
  const rows = curves.flatMap(({ variant, points, best }) =>
    points.map((point) => {
      const { rho, summary } = point;
      const maximum = spreadText(summary.best);
      return [
        variant.title,
        `${rho}`,
        point === best ? `**${maximum}**` : maximum,
        spreadText(summary.final),
        spreadText(summary.train),
        successText(summary),
      ];
    }),
  );
  return markdownTable(['kind', 'ρ', 'maximum', 'final', 'training accuracy', 'success'], rows);
}
