import { describe, test } from 'vitest';
import { type Engine, type EngineName, startEngine } from '../../src/engine/index.ts';
import { installedNative } from '../../src/engine/native/cache.ts';

/** As workers run: TensorFlow reads these when it is loaded. */
process.env.TF_NUM_INTRAOP_THREADS ??= '1';
process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';

/**
 * Tests that run on an engine. A process starts one only, so a test file names one. Where the native engine
 * is not installed its tests are skipped, unless `ADAPTIVE_SHARPNESS_REQUIRE_NATIVE=1`: then they fail.
 */
export async function describeOn(name: EngineName, tests: (engine: Engine) => void): Promise<void> {
  const required = process.env.ADAPTIVE_SHARPNESS_REQUIRE_NATIVE === '1';
  if (name === 'native' && !required && installedNative() === undefined) {
    describe.skip('on native, which is not installed', () => test('every test', () => undefined));
    return;
  }
  const engine = await startEngine(name);
  describe(`on ${name}`, () => tests(engine));
}
