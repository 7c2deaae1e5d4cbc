import { fileURLToPath } from 'node:url';
import type { DatasetRequest } from '../src/data/index.ts';

/** The slice of MNIST that comes along. */
export const MNIST: DatasetRequest = {
  dataDirectory: fileURLToPath(new URL('../fixtures/data', import.meta.url)),
  name: 'mnist',
};
