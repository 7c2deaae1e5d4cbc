import type { Ending } from '../descend.ts';
import type { Results } from '../results.ts';
import type { LearningRateTrial } from '../robustness.ts';
import { endingText } from './tables.ts';

/** The paper's claim: SAM converges from the first start only, ASAM from both. */
export function claimHolds({ sam, asam }: Pick<LearningRateTrial, 'sam' | 'asam'>): boolean {
  const kinds = (endings: readonly Ending[]): string => endings.map(({ kind }) => kind).join();
  return kinds(sam) === 'converged,stuck' && kinds(asam) === 'converged,converged';
}

/** What is said on the terminal. */
export function summary({ runs, maximizations, learningRates }: Results): string {
  const holding = learningRates.filter(claimHolds).map(({ learningRate }) => learningRate);
  return [
    ...runs.map(({ optimizer, start, ending }) => {
      const text = ending.kind === 'converged' ? `converged, ${endingText(ending)}` : endingText(ending);
      return `${optimizer} from (${start.join(', ')}): ${text.replaceAll('**', '')}`;
    }),
    `the claim holds at learning rates ${holding.join(', ')}`,
    ...maximizations.map(
      ({ definition, center, maximum }) =>
        `largest loss in region (${definition.key}) around ${center.name}: ${maximum.loss.toFixed(4)}`,
    ),
  ].join('\n');
}
