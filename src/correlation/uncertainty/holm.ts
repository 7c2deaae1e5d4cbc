/**
 * Holm's correction of the p-values of a family of tests (Holm 1979): where those of at most 0.05 are taken for effects,
 * the chance that any of these is none stays below 0.05, however the tests depend on each other.
 *
 * @param pValues null of a test that was not made, which counts for nothing
 * @returns the corrected ones, in their order: of k tests, the largest of (k − r) p₍ᵣ₎ up to its rank r from 0, at most 1
 */
export function holm(pValues: readonly (number | null)[]): readonly (number | null)[] {
  const known = pValues.flatMap((p, place) => (p === null ? [] : [{ p, place }]));
  const corrected: (number | null)[] = pValues.map(() => null);
  let least = 0;
  known
    .sort((a, b) => a.p - b.p)
    .forEach(({ p, place }, rank) => {
      least = Math.max(least, Math.min(1, (known.length - rank) * p));
      corrected[place] = least;
    });
  return corrected;
}
