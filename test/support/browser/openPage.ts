import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

/** A page of this machine, opened without a network. */
export interface OpenedPage {
  readonly page: Page;
  /** Addresses that it asked for, but for its own. */
  readonly requests: readonly string[];
  /** What its console said, and errors that nothing caught. */
  readonly complaints: readonly string[];
}

export type PageOpener = (path: string, options?: BrowserContextOptions) => Promise<OpenedPage>;

/** Opens a file in a window of its own, which is closed after the test. */
export async function openPage(
  browser: Browser,
  path: string,
  options: BrowserContextOptions = {},
): Promise<OpenedPage> {
  const context = await browser.newContext({ offline: true, ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const address = pathToFileURL(path).href;
  const requests: string[] = [];
  const complaints: string[] = [];
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url());
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(address);
  return { page, requests, complaints };
}
