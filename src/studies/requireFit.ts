import type { Dataset } from '../data/index.ts';
import type { ModelSpec } from '../models/spec/index.ts';
import { UserError } from '../userError.ts';

/**
 * @param where names the model in the message: its folder
 * @throws UserError when the model takes other images, or has other classes, than the dataset
 */
export function requireFit({ options }: ModelSpec, { name, shape, classes }: Dataset, where: string): void {
  if (`${options.inputShape}` !== `${shape}`) {
    const taken = options.inputShape.join(' x ');
    throw new UserError(`${where}: the model takes images of ${taken}, but ${name} has ${shape.join(' x ')}`);
  }
  if (options.classes !== classes) {
    throw new UserError(`${where}: the model has ${options.classes} classes, but ${name} has ${classes}`);
  }
}
