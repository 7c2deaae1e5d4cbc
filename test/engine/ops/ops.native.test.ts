import { describeOn } from '../../support/describeOn.ts';
import { float64OpsSuite, opsSuite } from './opsSuite.ts';

await describeOn('native', (engine) => {
  opsSuite(engine);
  float64OpsSuite(engine);
});
