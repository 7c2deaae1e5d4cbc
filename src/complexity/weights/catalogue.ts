/** Generalization measures that are computed together: what `--complexity` asks for. */
export type ComplexityFamily = 'norms';

/** All of them, in the order in which they are measured and told. */
export const complexityFamilies: readonly ComplexityFamily[] = ['norms'];

/** The generalization measures that are no sharpness: their names in tables, and what a reader calls them. */
const labels = {
  l2_norm: 'L2 norm',
} as const;

export type ComplexityMeasure = keyof typeof labels;

/** What a reader calls a measure; undefined for a name that is none of these measures. */
export function complexityLabel(measure: string): string | undefined {
  return Object.hasOwn(labels, measure) ? labels[measure as ComplexityMeasure] : undefined;
}
