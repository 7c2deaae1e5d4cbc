import { describeOn } from '../../support/describeOn.ts';
import { singlePrecisionSuite } from '../singlePrecisionSuite.ts';
import { compileSuite } from './compileSuite.ts';
import { repeatSuite } from './repeatSuite.ts';

await describeOn('wasm', (engine) => {
  compileSuite(engine);
  repeatSuite(engine, 'float32');
  singlePrecisionSuite(engine);
});
