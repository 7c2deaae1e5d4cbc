import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, test } from 'vitest';

/** The Python that scripts/installPyTorch.sh makes. */
const python = fileURLToPath(new URL('../../bench/.venv/bin/python', import.meta.url));

/**
 * Tests that need PyTorch. Where it is not installed (scripts/installPyTorch.sh) they are skipped, unless
 * `ADAPTIVE_SHARPNESS_REQUIRE_PYTORCH=1`: then they fail.
 */
export function describeOnPyTorch(tests: (python: string) => void): void {
  const required = process.env.ADAPTIVE_SHARPNESS_REQUIRE_PYTORCH === '1';
  if (!required && !existsSync(python)) {
    describe.skip('on PyTorch, which is not installed', () => test('every test', () => undefined));
    return;
  }
  describe('on PyTorch', () => tests(python));
}
