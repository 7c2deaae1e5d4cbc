import { decodeImage } from '../decodeImage.ts';
import { evaluationView } from '../evaluationView.ts';
import type { Dataset, RawImage } from '../types.ts';
import type { PassPlan } from './passPlan.ts';

/** How many files are decoded at the same time. */
const DECODED_TOGETHER = 8;

/**
 * Hands over the images of examples with their place among them, in any order: of the dataset's shape, or whole
 * where a part of each is to be cropped and resized.
 */
export async function forEachImage(
  { shape, ...dataset }: Dataset,
  pass: PassPlan,
  examples: Uint32Array,
  use: (image: RawImage, k: number) => void,
): Promise<void> {
  const split = dataset[pass.split];
  if (split.kind === 'memory') {
    const size = shape[0] * shape[1] * shape[2];
    examples.forEach((example, k) => {
      use({ shape, data: split.images.subarray(example * size, (example + 1) * size) }, k);
    });
    return;
  }
  const takesWhole = pass.augmentation?.crop === 'resized';
  let next = 0;
  const decodeSome = async (): Promise<void> => {
    try {
      for (let k = next++; k < examples.length; k = next++) {
        const image = await decodeImage(split.files[examples[k]!]!);
        use(takesWhole ? image : evaluationView(image, shape), k);
      }
    } catch (error) {
      // The others need not go on.
      next = examples.length;
      throw error;
    }
  };
  await Promise.all(Array.from({ length: DECODED_TOGETHER }, decodeSome));
}
