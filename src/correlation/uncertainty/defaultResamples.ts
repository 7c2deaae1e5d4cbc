/** How many resamples are made where no number is asked for. */
const USUAL_RESAMPLES = 2000;
/** More take longer than one would wait for unasked. */
const MOST_MODELS = 2000;
const MOST_VALUES = 100_000;

/**
 * How many resamples are made where no number is asked for: 2000 of up to 2,000 models with up to 100,000 values, none of
 * more.
 *
 * @param measures at each radius
 */
export function defaultResamples(models: number, measures: number): number {
  return models <= MOST_MODELS && models * measures <= MOST_VALUES ? USUAL_RESAMPLES : 0;
}
