/** The engines that exist. `native`: TensorFlow, on a GPU if there is one. `wasm`: needs nothing. `cpu`: plain JavaScript. */
export type EngineName = 'native' | 'wasm' | 'cpu';

/** What may be asked for: `auto` takes the first of native and wasm that works. */
export type EngineChoice = 'auto' | EngineName;

/** The arithmetic of a compiled function. `float64` rewrites the recorded graph; only `native` can. */
export type Precision = 'float32' | 'float64';

/** What an engine is. */
export interface EngineDescription {
  readonly name: EngineName;
  /** `CPU` or `GPU`. */
  readonly device: string;
  readonly versions: Readonly<Record<string, string>>;
  /** Threads within one operation. */
  readonly threads: number;
  readonly precisions: readonly Precision[];
}
