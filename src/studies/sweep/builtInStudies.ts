/** The 625 models behind Table 1 and Figure 2 of Kwon et al. 2021: Appendix B, Table 7. */
const asamPaper = `# Kwon et al. 2021, Appendix B: the models that Table 1 ranks, in the grid of Table 7
name: asam-paper
base:
  model: {architecture: wide-resnet, depth: 28, widenFactor: 2}
  dataset: {name: cifar-10}
  training:
    optimizer: sgd
    momentum: 0.9
    schedule: cosine
    epochs: 200
    labelSmoothing: 0.1
    # "random resize, padding by four pixels, normalization and random horizontal flip": as the authors' code has it
    crop: padded
    flip: true
grid:
  training.batchSize: [32, 64, 128, 256, 512]
  training.learningRate: [0.0033, 0.01, 0.033, 0.1, 0.33]
  training.weightDecay: [5e-7, 5e-6, 5e-5, 5e-4, 5e-3]
  model.dropoutRate: [0, 0.125, 0.25, 0.375, 0.5]
seeds: [0]
gate: {gap: loss, minTrainAccuracy: 0.99}
measures:
  # sharpness and adaptive sharpness, p = 2 and inf, m = 8, the twelve radii, over the training set
  paper: {preset: asam-paper, samples: all}
`;

/** A study that two cores train and measure in some minutes. */
const laptop = `# a few minutes on two cores: batch size against learning rate on a part of MNIST, two seeds
name: laptop
base:
  model: {architecture: cnn, channels: [16, 32, 32], batchNorm: true}
  dataset: {name: mnist, trainCount: 2000}
  training: {optimizer: sgd, epochs: 20, schedule: cosine, weightDecay: 5e-4}
grid:
  training.batchSize: [16, 32, 64]
  training.learningRate: [0.03, 0.1, 0.3]
seeds: [0, 1]
measures:
  one-step: {samples: 256}
  # the maximum itself, at the radii that the paper chose
  auto-pgd: {ascent: apgd, samples: 64, rho: chosen}
`;

/** The studies that come with the package, by name: the text of each, as its file would be. */
export const builtInStudies: ReadonlyMap<string, string> = new Map([
  ['asam-paper', asamPaper],
  ['laptop', laptop],
]);
