import { describeOn } from '../../support/describeOn.ts';
import { singlePrecisionSuite } from '../singlePrecisionSuite.ts';
import { compileSuite } from './compileSuite.ts';

await describeOn('wasm', (engine) => {
  compileSuite(engine);
  singlePrecisionSuite(engine);
});
