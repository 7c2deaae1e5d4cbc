/** What goes to a worker: call a method with an argument. */
export interface Call {
  readonly method: string;
  readonly argument: unknown;
}

/** What comes back from it. */
export type Answer = (
  | { readonly kind: 'result'; readonly result: unknown }
  | { readonly kind: 'error'; readonly name: string; readonly message: string; readonly stack: string }
) & {
  /** What the worker then holds, in bytes (resident set). */
  readonly memory: number;
};

/** What a method says of its work before it answers. */
export interface Progress {
  readonly kind: 'progress';
  readonly progress: unknown;
}
