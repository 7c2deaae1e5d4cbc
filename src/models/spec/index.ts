export { initialBuffers, initializeParameters } from './initialize.ts';
export { type LayerRow, layerTable } from './layerTable.ts';
export { modelOptionsSchema, parseModelOptions } from './modelOptions.ts';
export { elementCount, modelSpec } from './modelSpec.ts';
export { quoted, schemaIssue } from './schemaIssue.ts';
export type * from './types.ts';
