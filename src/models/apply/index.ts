export { type Examples, exactExamplesOf, examplesOf } from './examples.ts';
export { toHost, toHosts, toStored, toTensor, toTensors } from './layout.ts';
export { model } from './model.ts';
export type { Forward, Model, Pass, Weights } from './types.ts';
