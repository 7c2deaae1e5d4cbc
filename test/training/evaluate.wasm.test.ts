import { describeOn } from '../support/describeOn.ts';
import { evaluateSuite } from './evaluateSuite.ts';

await describeOn('wasm', (engine) => evaluateSuite(engine, ['mnist-mlp']));
