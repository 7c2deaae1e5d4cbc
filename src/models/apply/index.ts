export { type Examples, examplesOf } from './examples.ts';
export { toHost, toHosts, toTensor, toTensors } from './layout.ts';
export { model } from './model.ts';
export type { Forward, Model, Pass, Weights } from './types.ts';
