import { describeOn } from '../../support/describeOn.ts';
import { compileSuite } from './compileSuite.ts';

await describeOn('native', compileSuite);
