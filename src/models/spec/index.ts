export { initialBuffers, initializeParameters } from './initialize.ts';
export { modelOptionsSchema, parseModelOptions } from './modelOptions.ts';
export { elementCount, modelSpec } from './modelSpec.ts';
export { quoted, schemaIssue } from './schemaIssue.ts';
export type * from './types.ts';
