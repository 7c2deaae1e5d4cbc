import { say } from './say.ts';

/**
 * Says it where there are no intervals and p-values and nobody asked to do without.
 *
 * @param asked how many resamples were asked for
 * @param made how many were made
 */
export function tellUnresampled(asked: number | undefined, made: number): void {
  if (asked !== undefined || made > 0) return;
  say(
    'no intervals and p-values: so many models and measures are resampled on request only, with --resamples 2000',
  );
}
