import { describeOn } from '../support/describeOn.ts';
import { trainModelSuite } from './trainModelSuite.ts';

await describeOn('native', trainModelSuite);
