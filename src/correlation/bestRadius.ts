/** A radius and the τ that the measure reaches at it; null where it is undefined. */
export interface RadiusTau {
  readonly rho: number | null;
  readonly tau: number | null;
}

/**
 * The radius that serves a measure best: the largest signed τ, the smallest rho on ties (a measure without a
 * radius has one candidate, with rho null). Undefined where no radius has a τ.
 */
export function bestRadius<Candidate extends RadiusTau>(
  candidates: readonly Candidate[],
): Candidate | undefined {
  let best: Candidate | undefined;
  for (const candidate of candidates) {
    if (candidate.tau === null) continue;
    if (best === undefined || best.tau === null || candidate.tau > best.tau) best = candidate;
    else if (candidate.tau === best.tau && (candidate.rho ?? 0) < (best.rho ?? 0)) best = candidate;
  }
  return best;
}
