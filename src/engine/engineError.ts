/**
 * The engine failed, or a function cannot be compiled. After a failed run TensorFlow still holds the
 * inputs, so a worker that meets one reports it and ends.
 */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}
