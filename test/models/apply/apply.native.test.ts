import { describeOn } from '../../support/describeOn.ts';
import {
  architectureGradientsSuite,
  architecturesSuite,
  exactArchitecturesSuite,
} from './architecturesSuite.ts';
import { logitsSuite } from './logitsSuite.ts';
import { trainingSuite } from './trainingSuite.ts';

await describeOn('native', (engine) => {
  logitsSuite(engine);
  architecturesSuite(engine);
  architectureGradientsSuite(engine);
  exactArchitecturesSuite(engine);
  trainingSuite(engine);
});
