import { describeOn } from '../support/describeOn.ts';
import { golden } from './goldenTraining.ts';
import { stepProperties } from './stepProperties.ts';
import { stepSuite } from './stepSuite.ts';

await describeOn('native', (engine) => {
  stepSuite(engine, golden.cases);
  stepProperties(engine);
});
