import { describeOn } from '../../support/describeOn.ts';
import { logitsSuite } from './logitsSuite.ts';
import { trainingSuite } from './trainingSuite.ts';

await describeOn('native', (engine) => {
  logitsSuite(engine);
  trainingSuite(engine);
});
