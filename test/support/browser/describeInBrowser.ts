import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, test } from 'vitest';
import { openPage, type PageOpener } from './openPage.ts';

/**
 * Tests that need a browser: one runs while they do. Where there is no Chromium (scripts/installChromium.sh) they are
 * skipped, unless `ADAPTIVE_SHARPNESS_REQUIRE_CHROMIUM=1`: then they fail.
 */
export function describeInBrowser(tests: (open: PageOpener) => void): void {
  const required = process.env.ADAPTIVE_SHARPNESS_REQUIRE_CHROMIUM === '1';
  const program = findChromium();
  if (!required && program === undefined) {
    describe.skip('in a browser, which is not installed', () => test('every test', () => undefined));
    return;
  }
  describe('in a browser', () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      if (program === undefined)
        throw new Error('there is no chromium: scripts/installChromium.sh installs it');
      browser = await chromium.launch({ executablePath: program });
    });
    afterAll(() => browser?.close());
    tests((path, options) => openPage(browser!, path, options));
  });
}

function findChromium(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path));
}
