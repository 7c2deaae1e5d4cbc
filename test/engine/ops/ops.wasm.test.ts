import { describeOn } from '../../support/describeOn.ts';
import { opsSuite } from './opsSuite.ts';

await describeOn('wasm', opsSuite);
