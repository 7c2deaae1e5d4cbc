import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startEngine } from '../../src/engine/index.ts';
import { UserError } from '../../src/userError.ts';

/** A cache where no native engine lies. */
let cache = '';

beforeEach(() => {
  cache = mkdtempSync(join(tmpdir(), 'cache-'));
  vi.stubEnv('ADAPTIVE_SHARPNESS_CACHE', cache);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(cache, { recursive: true });
});

test('the native engine says how it is installed where it is not', async () => {
  const start = startEngine('native');
  await expect(start).rejects.toThrow(UserError);
  await expect(start).rejects.toThrow(/`measure engine install`/);
});

test('auto goes on with wasm where native is not installed', async () => {
  const engine = await startEngine('auto');
  expect(engine).toMatchObject({ name: 'wasm', device: 'CPU', threads: 1, precisions: ['float32'] });
  expect(engine.versions).toEqual({ 'tfjs-core': '4.22.0', 'tfjs-backend-wasm': '4.22.0' });
  expect(tf.getBackend()).toBe('wasm');
});
