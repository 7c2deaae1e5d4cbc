import type { RunConfig } from '../checkpoints/index.ts';
import type { Dataset } from '../data/index.ts';
import type { TrainRequest } from './trainRequest.ts';

/** The config.json of a run that the trainer makes. */
export function runConfigOf({ model, training, seed }: TrainRequest, dataset: Dataset): RunConfig {
  const { batchSize, learningRate, weightDecay } = training;
  const dropout = 'dropoutRate' in model ? { dropoutRate: model.dropoutRate } : {};
  return {
    schema: 'adaptive-sharpness/run/1',
    model,
    dataset: {
      name: dataset.name,
      trainCount: dataset.train.count,
      testCount: dataset.test.count,
      labelNoise: 0,
    },
    hyperparameters: { batchSize, learningRate, weightDecay, ...dropout },
    training: { ...training },
    seed,
  };
}
