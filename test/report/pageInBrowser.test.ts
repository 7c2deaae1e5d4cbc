import { readFileSync, statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { correlate } from '../../src/correlation/index.ts';
import { writeReport } from '../../src/report/report.ts';
import { scatterData } from '../../src/report/scatterData.ts';
import { parseCsv } from '../../src/report/table/csv.ts';
import { readOutputTables } from '../../src/report/table/index.ts';
import { describeInBrowser } from '../support/browser/describeInBrowser.ts';
import { violations } from '../support/browser/violations.ts';
import { folderOfTests } from './folder.ts';
import { syntheticRows } from './rows.ts';

const attack = '<img src=x onerror="document.title=1">,</script>';
const { checkpoints, measurements } = syntheticRows();
const hostile = {
  checkpoints: checkpoints.map((row) => ({ ...row, checkpoint: `${attack}${row.checkpoint}` })),
  measurements: measurements.map((row) => ({ ...row, checkpoint: `${attack}${row.checkpoint}` })),
};
const correlations = correlate({ ...hostile, gap: 'loss', resamples: 100 }).rows;
const drawn = scatterData({ ...hostile, correlations });
const folder = folderOfTests();

/** A window that the scatter plots are within. */
const tall = { viewport: { width: 1100, height: 2000 } };

/** The middle of the point of a model in a panel. */
async function pointOf(page: Page, panel: number, model: number): Promise<{ x: number; y: number }> {
  const box = await page.locator('#scatter .panel').nth(panel).locator('circle').nth(model).boundingBox();
  if (box === null) throw new Error('there is no such point');
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/** The models whose points in a panel are marked. */
async function markedIn(page: Page, panel: number): Promise<readonly number[]> {
  const points = await page.locator('#scatter .panel').nth(panel).locator('circle').all();
  const classes = await Promise.all(points.map((point) => point.getAttribute('class')));
  return classes.flatMap((names, model) => (names?.split(' ').includes('in') ? [model] : []));
}

async function drag(page: Page, from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move(to.x, to.y, { steps: 3 });
  await page.mouse.up();
}

describeInBrowser((open) => {
  let index = '';
  beforeAll(async () => {
    index = await writeReport(folder(), { ...hostile, correlations, manifest: { folders: [attack] } });
  });

  describe('the page', () => {
    it('opens without a network: it asks for nothing and complains of nothing', async () => {
      const { page, requests, complaints } = await open(index);
      expect(await page.locator('h1').textContent()).toContain('Which measure ranks these models');
      expect([requests, complaints]).toEqual([[], []]);
    });

    it('lets no script run but its own', async () => {
      const { page, complaints } = await open(index);
      await page.evaluate(
        `document.body.append(Object.assign(document.createElement('script'), { text: 'document.title = 1' }))`,
      );
      expect(await page.title()).toBe('Which measure ranks these models?');
      expect(complaints.join()).toContain('Content Security Policy');
    });

    it.each(['light', 'dark'] as const)('can be read by all: %s', async (colorScheme) => {
      const { page } = await open(index, { colorScheme });
      expect(await violations(page)).toEqual([]);
    });

    it('fits a phone', async () => {
      const { page } = await open(index, { viewport: { width: 390, height: 844 } });
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    });

    it('can be read without its script', async () => {
      const { page, complaints } = await open(index, { javaScriptEnabled: false });
      expect(await page.locator('#scatter circle').count()).toBe(4 * 32);
      expect(await page.locator('#scatter .still').innerText()).toBe('batchSize');
      expect(await page.locator('select').isVisible()).toBe(false);
      expect(complaints).toEqual([]);
    });
  });

  describe('the table', () => {
    it('shows an interval to those who point at its value or move to it by key', async () => {
      const { page } = await open(index);
      const estimate = page.locator('.tau .estimate').first();
      const opacity = () =>
        page.evaluate("getComputedStyle(document.querySelector('.tau .interval')).opacity");
      expect(await opacity()).toBe('0');
      await estimate.hover();
      expect(await opacity()).toBe('1');
      await page.mouse.move(0, 0);
      expect(await opacity()).toBe('0');
      await estimate.focus();
      expect(await opacity()).toBe('1');
    });
  });

  describe('the scatter plots', () => {
    it('mark the models of a region in every panel', async () => {
      const { page } = await open(index, tall);
      const all = await Promise.all(drawn.models.map((_, model) => pointOf(page, 0, model)));
      const [from, to] = [all[3]!, all[20]!];
      const [left, right] = [from.x, to.x].sort((a, b) => a - b);
      const [top, bottom] = [from.y, to.y].sort((a, b) => a - b);
      const inside = all.flatMap(({ x, y }, model) =>
        x >= left! - 1 && x <= right! + 1 && y >= top! - 1 && y <= bottom! + 1 ? [model] : [],
      );
      await drag(page, { x: left! - 1, y: top! - 1 }, { x: right! + 1, y: bottom! + 1 });
      expect(inside.length).toBeGreaterThan(2);
      for (const panel of [0, 1, 2, 3]) expect(await markedIn(page, panel)).toEqual(inside);
      const status = page.locator('#scatter output');
      expect(await status.innerText()).toBe(`${inside.length} of 32 models are marked.`);
      await page.keyboard.press('Escape');
      expect(await markedIn(page, 1)).toEqual([]);
      expect(await status.innerText()).toContain('Drag over points');
    });

    it('take another color for each hyperparameter', async () => {
      const { page } = await open(index, tall);
      const colors = () =>
        page.evaluate<string[]>(
          "[...document.querySelectorAll('.panel')[2].querySelectorAll('circle')].map((e) => e.getAttribute('fill'))",
        );
      const shadesOf = (shades: readonly string[], place: number) =>
        new Set(
          drawn.models.map(({ hyperparameters }, model) => `${hyperparameters[place]} ${shades[model]}`),
        ).size;
      expect(shadesOf(await colors(), 0)).toBe(3);
      await page.locator('#scatter select').selectOption({ label: 'dropoutRate' });
      expect(shadesOf(await colors(), 3)).toBe(2);
      expect(await page.locator('.legend:visible').innerText()).toMatch(/^0\s+0\.25$/);
    });

    it('say whose point it is, a name staying text', async () => {
      const { page } = await open(index, tall);
      const at = await pointOf(page, 1, 5);
      await page.mouse.move(at.x, at.y);
      const told = await page.locator('.tip').innerText();
      expect(told).toContain(`${attack}bs`);
      expect(told).toMatch(
        /learningRate: 0\.\d+\n.*sharpness, p = ∞, ρ = .*: .*\ngeneralization gap \(loss\): 0\.\d+/s,
      );
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).toBe('Which measure ranks these models?');
    });
  });

  describe('the data', () => {
    it.each([
      ['models.csv', () => drawn.models.length],
      ['correlations.csv', () => correlations.length],
    ])('can be had: %s', async (name, rows) => {
      const { page } = await open(index);
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByText(name, { exact: true }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(name);
      const table = parseCsv(readFileSync(await download.path()), name);
      expect(table.rows).toBe(rows());
      if (name === 'models.csv') {
        expect(table.names.slice(0, 6).join()).toBe(
          'checkpoint,batchSize,learningRate,weightDecay,dropoutRate,gap_loss',
        );
        expect(table.columns[0]).toEqual(drawn.models.map(({ checkpoint }) => checkpoint));
        expect(table.columns[6]!.map(Number)).toEqual(drawn.models.map(({ measures }) => measures[0]));
      }
    });
  });

  it('a page of 625 models is small, and asks for nothing', async () => {
    const tables = await readOutputTables('analyses/rank-statistics');
    const large = await writeReport(folder(), { ...tables, manifest: {} });
    expect(statSync(large).size).toBeLessThan(1.5e6);
    const { page, requests, complaints } = await open(large);
    expect(await page.locator('#scatter .panel').first().locator('circle').count()).toBe(493);
    expect([requests, complaints]).toEqual([[], []]);
  }, 180_000);
});
