import type { BaseOptimizer, SharpnessAware, TrainingOptions } from '../../training/types.ts';
import { isSharpnessAware } from './hearers.ts';
import type { TrainingRecipe } from './types.ts';

/** What the trainer does for a recipe. The recipe's initialization and snapshots are not its business. */
export function trainingOptionsOf(recipe: TrainingRecipe): TrainingOptions {
  const { epochs, batchSize, accumulate, labelSmoothing, clipNorm, stopAtLoss, testEvery } = recipe;
  const { schedule, learningRate, warmupEpochs, milestones, factor } = recipe;
  const { weightDecay, decayScope, decay } = recipe;
  const { crop, flip, autoAugment, cutout, cutMix, cutMixAlpha } = recipe;
  return {
    optimizer: baseOptimizer(recipe),
    sharpnessAware: isSharpnessAware(recipe) ? sharpnessAware(recipe) : null,
    epochs,
    batchSize,
    accumulate,
    schedule: { kind: schedule, learningRate, warmupEpochs, milestones, factor },
    weightDecay: { lambda: weightDecay, scope: decayScope, kind: decay },
    labelSmoothing,
    clipNorm,
    augmentation: { crop, flip, autoAugment, cutout, cutMix, cutMixAlpha },
    stopAtLoss,
    testEvery,
  };
}

/** AdamW is Adam with decoupled weight decay. */
function baseOptimizer({ base, momentum, nesterov, beta1, beta2, epsilon }: TrainingRecipe): BaseOptimizer {
  return base === 'sgd' ? { kind: 'sgd', momentum, nesterov } : { kind: 'adam', beta1, beta2, epsilon };
}

function sharpnessAware(recipe: TrainingRecipe): SharpnessAware {
  const { rho, p, normalization, bias, eta, m, batchNormStatistics } = recipe;
  return { radius: rho, p, normalization, bias, eta, m, batchNormStatistics };
}
