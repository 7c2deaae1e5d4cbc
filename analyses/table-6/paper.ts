import type { NoiseRate } from './cases.ts';

/** Table 6 of the paper: ResNet-32 on CIFAR-10, maximum test accuracies in percent over 3 runs (Kwon et al. 2021). */
export const TABLE_6: Readonly<Record<NoiseRate, readonly [sgd: string, sam: string, asam: string]>> = {
  0: ['94.50 ± 0.11', '94.80 ± 0.12', '94.88 ± 0.12'],
  20: ['91.32 ± 0.23', '92.94 ± 0.12', '93.21 ± 0.10'],
  40: ['87.68 ± 0.05', '90.62 ± 0.18', '90.89 ± 0.13'],
  60: ['82.50 ± 0.30', '86.58 ± 0.30', '87.41 ± 0.16'],
  80: ['68.35 ± 0.85', '69.92 ± 0.98', '67.69 ± 1.34'],
};
