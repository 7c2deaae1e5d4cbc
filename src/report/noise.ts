import type { MeasurementRow } from '../correlation/index.ts';

/** In sentences: how many values float32's noise would have decided, and what became of them. */
export function noiseText(measurements: Iterable<MeasurementRow>): string {
  let [all, doubles, refined, noisy] = [0, 0, 0, 0];
  for (const { precision, refined_groups, below_noise } of measurements) {
    all += 1;
    if (precision === 'float64') doubles += 1;
    if (refined_groups > 0) refined += 1;
    if (below_noise) noisy += 1;
  }
  if (all === 0) return 'Nothing was measured.';
  if (doubles === all) return `All ${all} values were computed in double precision.`;
  const better =
    refined === 0
      ? `Rounding in float32 decides none of the ${all} values.`
      : `Of ${all} values, ${refined} would have been decided by rounding in float32, in at least one group, and were recomputed in double precision there, or interpolated between radii where they are known.`;
  const left =
    noisy === 0
      ? 'None remains below noise.'
      : `${noisy} ${noisy === 1 ? 'remains' : 'remain'} below noise: rounding may have decided ${noisy === 1 ? 'it' : 'them'}.`;
  return `${better} ${left}`;
}
