import { describeOn } from '../support/describeOn.ts';
import { evaluateSuite } from './evaluateSuite.ts';

await describeOn('native', (engine) => evaluateSuite(engine, ['mnist-mlp', 'mnist-cnn-batch-norm']));
