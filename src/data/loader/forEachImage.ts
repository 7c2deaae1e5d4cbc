import { decodeImages } from '../decodeImages.ts';
import { evaluationView } from '../evaluationView.ts';
import type { Dataset, FileSplit, RawImage } from '../types.ts';
import type { KeptDataset, KeptImages } from './keptImages.ts';
import type { PassPlan } from './passPlan.ts';

/** Takes an image and its place in the batch. */
type UseImage = (image: RawImage, k: number) => void;

/**
 * Hands over the images of examples with their place among them, in any order: of the dataset's shape, or whole
 * where a part of each is to be cropped and resized. Files are decoded unless they are kept, and then kept.
 */
export async function forEachImage(
  { shape, ...dataset }: Dataset,
  kept: KeptDataset,
  pass: PassPlan,
  examples: Uint32Array,
  use: UseImage,
): Promise<void> {
  const split = dataset[pass.split];
  if (split.kind === 'memory') {
    const size = shape[0] * shape[1] * shape[2];
    examples.forEach((example, k) => {
      use({ shape, data: split.images.subarray(example * size, (example + 1) * size) }, k);
    });
  } else if (pass.augmentation?.crop === 'resized') {
    await forEachFile(split, kept.whole, examples, (image) => image, use);
  } else {
    await forEachFile(split, kept.view, examples, (image) => evaluationView(image, shape), use);
  }
}

async function forEachFile(
  { files }: FileSplit,
  kept: KeptImages,
  examples: Uint32Array,
  seen: (decoded: RawImage) => RawImage,
  use: UseImage,
): Promise<void> {
  const found = Array.from(examples, (example) => kept.get(files[example]!));
  const missing = [...found.keys()].filter((k) => found[k] === undefined);
  const decodeMissing = (): Promise<void> =>
    decodeImages(
      missing.map((k) => files[examples[k]!]!),
      (decoded, at) => {
        const k = missing[at]!;
        const image = seen(decoded);
        kept.keep(files[examples[k]!]!, image);
        use(image, k);
      },
    );
  const useFound = async (): Promise<void> =>
    found.forEach((image, k) => {
      if (image !== undefined) use(image, k);
    });
  await Promise.all([decodeMissing(), useFound()]);
}
