import { describeOn } from '../support/describeOn.ts';
import { goldenCase } from './goldenTraining.ts';
import { stepSuite } from './stepSuite.ts';

await describeOn('cpu', (engine) => stepSuite(engine, ['cnn, ASAM', 'cnn-bn, ASAM, m = 4'].map(goldenCase)));
