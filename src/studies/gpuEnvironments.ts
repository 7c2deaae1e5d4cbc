/** What each of several workers has in its environment so that it sees one GPU; undefined where that is not asked for. */
export function gpuEnvironments(
  gpus: readonly string[] | undefined,
): readonly { readonly CUDA_VISIBLE_DEVICES: string }[] | undefined {
  return gpus?.map((gpu) => ({ CUDA_VISIBLE_DEVICES: gpu }));
}
