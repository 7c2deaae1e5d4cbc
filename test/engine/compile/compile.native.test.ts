import { describeOn } from '../../support/describeOn.ts';
import { compileSuite } from './compileSuite.ts';
import { repeatSuite } from './repeatSuite.ts';

await describeOn('native', (engine) => {
  compileSuite(engine);
  repeatSuite(engine, 'float32');
  repeatSuite(engine, 'float64');
});
