import type { RunConfig } from '../checkpoints/index.ts';
import { isSharpnessAware } from './recipe/hearers.ts';
import type { TrainRequest } from './trainRequest.ts';

/** The examples that a run was trained and tested on. */
interface Examples {
  readonly name: string;
  readonly train: { readonly count: number | undefined };
  readonly test: { readonly count: number | undefined };
}

/** The config.json of a run that the trainer makes. */
export function runConfigOf(request: TrainRequest, { name, train, test }: Examples): RunConfig {
  const { model, training, seed } = request;
  const { labelNoise, labelNoiseSeed } = request.dataset;
  return {
    schema: 'adaptive-sharpness/run/1',
    model,
    dataset: { name, trainCount: train.count, testCount: test.count, labelNoise, labelNoiseSeed },
    hyperparameters: { ...hyperparametersOf(request), ...request.hyperparameters },
    training: { ...training },
    seed,
  };
}

/** What studies vary, and psi is over: the paper's four, and what there is of sharpness-awareness and noise. */
function hyperparametersOf({
  model,
  training,
  dataset: { labelNoise },
}: TrainRequest): NonNullable<RunConfig['hyperparameters']> {
  const { batchSize, learningRate, weightDecay, rho, m } = training;
  return {
    batchSize,
    learningRate,
    weightDecay,
    ...('dropoutRate' in model && { dropoutRate: model.dropoutRate }),
    ...(isSharpnessAware(training) && { rho }),
    ...(m !== null && { m }),
    ...(labelNoise > 0 && { labelNoise }),
  };
}
