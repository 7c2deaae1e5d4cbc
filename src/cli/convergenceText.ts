import { type SampleNeeds, sampleNeedsText } from '../report/index.ts';
import { textTable } from './textTable.ts';

/** How many samples the measures need, for the terminal. */
export function convergenceText(needs: readonly SampleNeeds[], checkpoints: number): string {
  const { head, rows } = sampleNeedsText(needs);
  const [, ...numbers] = head;
  const median = checkpoints > 1 ? `, the median over ${checkpoints} checkpoints` : '';
  return [
    `Standard error as a share of the value${median}, and the samples that 10 % and 5 % need`,
    '(~: extrapolated, the error falls as 1/√samples):',
    '',
    textTable(head, rows, ['left', ...numbers.map(() => 'right' as const)]),
    '',
  ].join('\n');
}
