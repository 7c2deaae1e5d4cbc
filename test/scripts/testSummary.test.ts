import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'summary-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = fileURLToPath(new URL('../../scripts/testSummary.mjs', import.meta.url));
const loaded = { status: 'passed', assertionResults: [{}] };
const broken = { status: 'failed', assertionResults: [] };

test.each([
  [{ numPassedTests: 12, numFailedTests: 0, testResults: [loaded] }, '12 passed, 0 failed', 0],
  [{ numPassedTests: 12, numFailedTests: 2, testResults: [loaded] }, '12 passed, 2 failed', 1],
  [{ numPassedTests: 12, numFailedTests: 0, testResults: [loaded, broken] }, '12 passed, 1 failed', 1],
  [{ numPassedTests: 0, numFailedTests: 0, testResults: [] }, '0 passed, 0 failed', 1],
  [undefined, '0 passed, 1 failed', 1],
])('%j', (results, line, code) => {
  const file = join(folder, 'results.json');
  writeFileSync(file, results === undefined ? '' : JSON.stringify(results));
  const { status, stdout } = spawnSync(process.execPath, [script, file], { encoding: 'utf8' });
  expect(stdout).toBe(`${line}\n`);
  expect(status).toBe(code);
});
