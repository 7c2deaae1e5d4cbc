/** Numbers of a golden file: JSON has no infinite ones, so they stand there by name. */
export function numbersOf(values: readonly (number | string)[]): number[] {
  return values.map((value) => {
    if (value === 'inf') return Number.POSITIVE_INFINITY;
    return value === '-inf' ? Number.NEGATIVE_INFINITY : Number(value);
  });
}
