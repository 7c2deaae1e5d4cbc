/** Maximum test accuracies in percent, 200 epochs of SAM and ASAM and 400 of SGD, 5 runs (Kwon et al. 2021). */
interface PaperRow {
  readonly name: string;
  readonly cells: readonly [sgd: string, sam: string, asam: string];
}

/** Table 2 of the paper: CIFAR-10. */
export const TABLE_2: readonly PaperRow[] = [
  { name: 'DenseNet-121', cells: ['91.00 ± 0.13', '92.00 ± 0.17', '93.33 ± 0.04'] },
  { name: 'ResNet-20', cells: ['93.18 ± 0.21', '93.56 ± 0.15', '93.82 ± 0.17'] },
  { name: 'ResNet-56', cells: ['94.58 ± 0.20', '95.18 ± 0.15', '95.42 ± 0.16'] },
  { name: 'VGG19-BN', cells: ['93.87 ± 0.09 (3/5)', '94.60 (1/5)', '95.07 ± 0.05 (3/5)'] },
  { name: 'ResNeXt29-32x4d', cells: ['95.84 ± 0.24', '96.34 ± 0.30', '96.80 ± 0.06'] },
  { name: 'WRN-28-2', cells: ['95.13 ± 0.16', '95.74 ± 0.08', '95.94 ± 0.05'] },
  { name: 'WRN-28-10', cells: ['96.34 ± 0.12', '96.98 ± 0.04', '97.28 ± 0.07'] },
  { name: 'PyramidNet-272', cells: ['98.44 ± 0.08', '98.55 ± 0.05', '98.68 ± 0.08'] },
];

/** Table 3 of the paper: CIFAR-100. */
export const TABLE_3: readonly PaperRow[] = [
  { name: 'DenseNet-121', cells: ['68.70 ± 0.31', '69.84 ± 0.12', '70.60 ± 0.20'] },
  { name: 'ResNet-20', cells: ['69.76 ± 0.44', '71.06 ± 0.31', '71.40 ± 0.30'] },
  { name: 'ResNet-56', cells: ['73.12 ± 0.19', '75.16 ± 0.05', '75.86 ± 0.22'] },
  { name: 'VGG19-BN', cells: ['71.80 ± 1.35 (5/5)', '73.52 ± 1.74 (4/5)', '75.80 ± 0.27 (4/5)'] },
  { name: 'ResNeXt29-32x4d', cells: ['79.76 ± 0.23', '81.48 ± 0.17', '82.30 ± 0.11'] },
  { name: 'WRN-28-2', cells: ['75.28 ± 0.17', '77.25 ± 0.35', '77.54 ± 0.14'] },
  { name: 'WRN-28-10', cells: ['81.56 ± 0.13', '83.42 ± 0.04', '83.68 ± 0.12'] },
  { name: 'PyramidNet-272', cells: ['88.91 ± 0.12', '89.36 ± 0.20', '89.90 ± 0.13'] },
];
