import { describeOn } from '../support/describeOn.ts';
import { goldenCase } from './goldenTraining.ts';
import { stepProperties } from './stepProperties.ts';
import { stepSuite } from './stepSuite.ts';

const cases = [
  'mlp, ASAM',
  'cnn, SAM',
  'cnn-bn, SGD',
  'cnn-bn, ASAM, filter, p = inf',
  'cnn-bn, ASAM, m = 3, statistics by both passes',
  'cnn-bn, SAM, in 3 parts',
  'cnn-bn, ASAM, AdamW, clipped',
].map(goldenCase);

await describeOn('wasm', (engine) => {
  stepSuite(engine, cases);
  stepProperties(engine);
});
