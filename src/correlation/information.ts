/** Sums over the pairs of a cell, in nats: times 1/N they are those of one pair. */
export interface Information {
  /** N I(V_μ, V_g) */
  readonly mutual: number;
  /** N H(V_g) */
  readonly entropy: number;
}

/**
 * What one of two variables says of the other, by how often their values come together.
 *
 * @param counts [size, size]: the first variable's values, then the second's
 */
export function informationOf(counts: ArrayLike<number>, size: number): Information {
  const ofFirst = new Array<number>(size).fill(0);
  const ofSecond = new Array<number>(size).fill(0);
  let total = 0;
  for (let k = 0; k < size * size; k++) {
    ofFirst[Math.floor(k / size)]! += counts[k]!;
    ofSecond[k % size]! += counts[k]!;
    total += counts[k]!;
  }
  let [mutual, entropy] = [0, 0];
  for (let k = 0; k < size * size; k++) {
    const count = counts[k]!;
    if (count > 0)
      mutual += count * Math.log((count * total) / (ofFirst[Math.floor(k / size)]! * ofSecond[k % size]!));
  }
  for (const count of ofSecond) if (count > 0) entropy -= count * Math.log(count / total);
  return { mutual, entropy };
}

/** The mutual information as a share of the entropy, in [0, 1]; null where there is none. */
export function shareOf({ mutual, entropy }: Information): number | null {
  return entropy === 0 ? null : Math.max(0, Math.min(1, mutual / entropy));
}
