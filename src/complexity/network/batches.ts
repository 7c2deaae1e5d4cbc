import { EVALUATION_BATCH } from '../../training/evaluate.ts';

/** 0 ... count - 1 in batches. */
export function batchesOf(count: number): readonly (readonly number[])[] {
  return Array.from({ length: Math.ceil(count / EVALUATION_BATCH) }, (_, k) => {
    const first = k * EVALUATION_BATCH;
    return Array.from({ length: Math.min(EVALUATION_BATCH, count - first) }, (_, i) => first + i);
  });
}
