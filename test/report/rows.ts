import type { CheckpointRow, MeasurementRow } from '../../src/correlation/index.ts';

/** Radii of the paper's grid. */
const radii = [5e-6, 1e-5, 5e-5, 1e-4, 5e-4, 1e-3, 5e-3, 1e-2, 5e-2, 1e-1, 5e-1, 1];

/** A 3 x 3 x 2 x 2 grid of models, and 4 measures of them at 12 radii, made up but the same every time. */
export function syntheticRows(): { checkpoints: CheckpointRow[]; measurements: MeasurementRow[] } {
  let state = 12345;
  const noise = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  const checkpoints: CheckpointRow[] = [];
  const measurements: MeasurementRow[] = [];
  for (const batchSize of [8, 32, 128]) {
    for (const learningRate of [0.01, 0.03, 0.1]) {
      for (const weightDecay of [0, 0.001]) {
        for (const dropoutRate of [0, 0.25]) {
          const checkpoint = `bs${batchSize}-lr${learningRate}-wd${weightDecay}-do${dropoutRate}`;
          const gap =
            0.2 +
            0.04 * Math.log2(batchSize) -
            0.1 * Math.log10(learningRate) -
            30 * weightDecay +
            noise() * 0.15;
          const trainLoss = 0.02 + Math.abs(noise()) * 0.01;
          const testAccuracy = 0.96 - gap / 10;
          checkpoints.push({
            checkpoint,
            hyperparameters: { batchSize, learningRate, weightDecay, dropoutRate },
            train_loss: trainLoss,
            test_loss: trainLoss + gap,
            train_accuracy: batchSize === 128 && learningRate === 0.01 ? 0.985 : 1,
            test_accuracy: testAccuracy,
            gap_loss: gap,
            gap_error: 1 - testAccuracy,
            test_loss_standard_error: null,
          });
          for (const normalization of ['none', 'element'] as const) {
            for (const p of [2, 'inf'] as const) {
              const quality = normalization === 'none' ? 0.4 : 0.1;
              for (const rho of radii) {
                const value =
                  rho *
                  10 ** (gap * 2 + noise() * quality * (1 + Math.abs(Math.log10(rho) + 2))) *
                  (p === 'inf' ? 40 : 1);
                measurements.push({
                  checkpoint,
                  measure: normalization === 'none' ? 'sharpness' : 'adaptive_sharpness',
                  p,
                  normalization,
                  rho,
                  ascent: 'one-step',
                  m: 8,
                  samples: 1024,
                  value,
                  standard_error: value / 10,
                  first_order: value * 0.99,
                  bias: 'constant',
                  eta: 0.01,
                  loss: 'cross-entropy',
                  bn_mode: 'evaluation',
                  layer: null,
                  perturb: '*',
                  augmentation: 'none',
                  sampling: 'first',
                  seed: 0,
                  precision: 'float32',
                  refined_groups: rho <= 1e-5 ? 4 : 0,
                  below_noise: rho <= 1e-5,
                  steps: null,
                  restarts: null,
                  step_size: null,
                  momentum: null,
                  draws: null,
                  sigma: null,
                  one_step: null,
                  restart_spread: null,
                  maximizer_norm: null,
                  boundary_share: null,
                  still_improving: null,
                });
              }
            }
          }
        }
      }
    }
  }
  return { checkpoints, measurements };
}
