import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { root, runProgram } from './program.mjs';

/** Installs what package-lock.json names, unless node_modules holds it already. */
export function installDependenciesIfStale(say) {
  if (areInstalled(readPackages('package-lock.json'), readPackages('node_modules/.package-lock.json')))
    return;
  say('setup: installing the dependencies');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const [program, ...args] = npm();
  runProgram('npm ci', program, [...args, 'ci', '--ignore-scripts', '--include=dev', ...quiet]);
}

/**
 * Whether `installed` (the record that npm writes last into node_modules) has every package of `wanted`
 * in its version. Optional ones may be missing: most are for other platforms.
 */
export function areInstalled(wanted, installed) {
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, { version, integrity, optional, devOptional }]) => {
    const found = installed[path];
    if (path === '') return true;
    if (found === undefined) return Boolean(optional || devOptional);
    return found.version === version && found.integrity === integrity;
  });
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(join(root, file), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** How npm is started: the very npm that runs this script, else the one on PATH. */
function npm() {
  const running = process.env.npm_execpath;
  return running && basename(running) === 'npm-cli.js' ? [process.execPath, running] : ['npm'];
}
