// Builds dist/ from src/. As a program it always builds; the set-up builds only where src/ has changed.
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, runProgram } from './program.mjs';

const dist = join(root, 'dist');
const gradients = 'engine/registerAllGradients.js';
/** Goes into pages as it is. */
const pageScript = 'report/page/enliven.js';
/** The letters of figures. */
const fonts = 'report/fonts';
const otherInputs = [
  `src/${pageScript}`,
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'scripts/build.mjs',
  'scripts/bundleGradients.mjs',
];

/** Builds unless dist/ was built from what src/ holds now. */
export function buildIfStale(say) {
  const inputs = hashOfInputs();
  if (builtFrom() === inputs && existsSync(join(root, 'src', gradients))) return;
  say('setup: building');
  build(inputs);
}

/** Builds aside and then swaps: dist/ is never half-built, and holds no file whose source is gone. */
function build(inputs) {
  const aside = join(root, 'node_modules', '.cache', `adaptive-sharpness-build-${process.pid}`);
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  try {
    runProgram('bundling the gradients', process.execPath, ['scripts/bundleGradients.mjs']);
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    runProgram('the build', process.execPath, [
      tsc,
      '-p',
      'tsconfig.build.json',
      '--outDir',
      join(aside, 'dist'),
    ]);
    for (const file of [gradients, pageScript]) {
      copyFileSync(join(root, 'src', file), join(aside, 'dist', file));
    }
    cpSync(join(root, 'src', fonts), join(aside, 'dist', fonts), { recursive: true });
    writeFileSync(join(aside, 'dist', '.inputs'), inputs);
    if (existsSync(dist)) renameSync(dist, join(aside, 'old'));
    renameSync(join(aside, 'dist'), dist);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function builtFrom() {
  try {
    return readFileSync(join(dist, '.inputs'), 'utf8');
  } catch {
    return undefined;
  }
}

function hashOfInputs() {
  const sources = readdirSync(join(root, 'src'), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `src/${file}`);
  const hash = createHash('sha256');
  for (const file of [...sources.sort(), ...otherInputs]) {
    hash
      .update(`${file}\n`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  }
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) build(hashOfInputs());
