/** Where each parameter is in the vector of all: one vector keeps graphs small, whatever the number of parameters. */
export interface VectorLayout {
  readonly parts: readonly { readonly name: string; readonly shape: number[]; readonly size: number }[];
  readonly size: number;
}
