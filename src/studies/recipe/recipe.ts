import type { TrainRequest } from '../trainRequest.ts';

/** What one run is made from: everything of a request but where it runs and what it becomes. */
export type Recipe = Pick<TrainRequest, 'model' | 'dataset' | 'training' | 'seed'>;
