import { describeOn } from '../../support/describeOn.ts';
import { architecturesSuite } from './architecturesSuite.ts';
import { logitsSuite } from './logitsSuite.ts';
import { trainingSuite } from './trainingSuite.ts';

await describeOn('cpu', (engine) => {
  logitsSuite(engine);
  architecturesSuite(engine);
  trainingSuite(engine);
});
