import { describeOn } from '../../support/describeOn.ts';
import { architectureGradientsSuite, architecturesSuite } from './architecturesSuite.ts';
import { logitsSuite } from './logitsSuite.ts';
import { trainingSuite } from './trainingSuite.ts';

await describeOn('wasm', (engine) => {
  logitsSuite(engine);
  architecturesSuite(engine);
  architectureGradientsSuite(engine);
  trainingSuite(engine);
});
