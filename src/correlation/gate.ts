/** The paper's gate: models must have a training accuracy higher than this. */
export const defaultMinTrainAccuracy: number = 0.99;

/**
 * May a model enter the correlation? Its training accuracy must be strictly above the gate; a gate of 0 lets
 * all in, a training accuracy of 0 or an undefined one included.
 */
export function passesGate(
  model: { readonly train_accuracy: number },
  minTrainAccuracy: number = defaultMinTrainAccuracy,
): boolean {
  return minTrainAccuracy === 0 || model.train_accuracy > minTrainAccuracy;
}
