// Prints `N passed, N failed` from the results that vitest wrote; a test file that did not load failed too.
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const results = text === '' ? { testResults: [], numPassedTests: 0, numFailedTests: 1 } : JSON.parse(text);
const broken = results.testResults.filter(
  (suite) => suite.status === 'failed' && suite.assertionResults.length === 0,
);
const failed = results.numFailedTests + broken.length;
console.log(`${results.numPassedTests} passed, ${failed} failed`);
process.exitCode = failed > 0 || results.numPassedTests === 0 ? 1 : 0;
