import { UserError } from '../userError.ts';
import { varies } from './granulated.ts';
import type { CheckpointRow } from './types.ts';

/** The hyperparameters that can have a ψ, in the order of the first model. */
export function commonHyperparameters(models: readonly CheckpointRow[]): readonly string[] {
  return Object.keys(models[0]?.hyperparameters ?? {}).filter(
    (name) => models.every((model) => Object.hasOwn(model.hyperparameters, name)) && varies(models, name),
  );
}

/** @throws UserError where a model lacks one that was asked for */
export function requireHyperparameters(models: readonly CheckpointRow[], names: readonly string[]): void {
  for (const name of names) {
    const lacking = models.find((model) => !Object.hasOwn(model.hyperparameters, name));
    if (lacking === undefined) continue;
    throw new UserError(
      `checkpoint ${JSON.stringify(lacking.checkpoint)} has no hyperparameter ${JSON.stringify(name)}: ` +
        'a ψ needs a value from every model that enters',
    );
  }
}
