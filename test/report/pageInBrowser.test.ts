import { beforeAll, describe, expect, it } from 'vitest';
import { correlate } from '../../src/correlation/index.ts';
import { writeReport } from '../../src/report/report.ts';
import { describeInBrowser } from '../support/browser/describeInBrowser.ts';
import { violations } from '../support/browser/violations.ts';
import { folderOfTests } from './folder.ts';
import { syntheticRows } from './rows.ts';

const attack = '<img src=x onerror="document.title=1">';
const { checkpoints, measurements } = syntheticRows();
const hostile = {
  checkpoints: checkpoints.map((row) => ({ ...row, checkpoint: `${attack}${row.checkpoint}` })),
  measurements: measurements.map((row) => ({ ...row, checkpoint: `${attack}${row.checkpoint}` })),
};
const folder = folderOfTests();

describeInBrowser((open) => {
  let index = '';
  beforeAll(async () => {
    const correlations = correlate({ ...hostile, gap: 'loss', resamples: 100 }).rows;
    index = await writeReport(folder(), { ...hostile, correlations, manifest: { [attack]: attack } });
  });

  describe('the page', () => {
    it('opens without a network: it asks for nothing and complains of nothing', async () => {
      const { page, requests, complaints } = await open(index);
      expect(await page.locator('h1').textContent()).toContain('Which measure ranks these models');
      expect([requests, complaints]).toEqual([[], []]);
    });

    it.each(['light', 'dark'] as const)('can be read by all: %s', async (colorScheme) => {
      const { page } = await open(index, { colorScheme });
      expect(await violations(page)).toEqual([]);
    });

    it('shows names as text, whatever they hold', async () => {
      const { page } = await open(index);
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('body').innerText()).toContain(attack);
      expect(await page.title()).toBe('Which measure ranks these models?');
    });

    it('fits a phone: nothing but tables is wider', async () => {
      const { page } = await open(index, { viewport: { width: 390, height: 844 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    });
  });
});
