// Runs the tests of what depends on Node's version (the native binding, worker processes, the command) on each
// supported one. The package that npm's `node` would install for this platform brings it, into a folder that
// is removed again.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runProgram } from './program.mjs';

const PACKAGE = `node-${process.platform}-${process.arch}`;
const VERSIONS = ['20', '22', '24'];
const TESTS = [
  'test/engine/compile',
  'test/engine/start',
  'test/jobs/runTasks',
  'test/cli/run',
  'test/training/trainModel.native',
];

for (const version of VERSIONS) {
  const folder = mkdtempSync(join(tmpdir(), `node-${version}-`));
  try {
    runProgram(`installing Node ${version}`, 'npm', [
      'install',
      '--prefix',
      folder,
      '--no-audit',
      '--no-fund',
      '--silent',
      `${PACKAGE}@${version}`,
    ]);
    const node = join(folder, 'node_modules', PACKAGE, 'bin', 'node');
    console.log(`Node ${version}`);
    runProgram(`the tests on Node ${version}`, node, ['node_modules/vitest/vitest.mjs', 'run', ...TESTS]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
