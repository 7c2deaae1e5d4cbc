import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A Python that downloads a wheel of a few bytes and unpacks it: each rule yields its one file. It waits
 * while the file `hold` exists beside it.
 */
const python = `
const { existsSync, mkdirSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const args = process.argv.slice(2);
while (existsSync(join(__dirname, 'hold')) && args.includes('download'));
if (args[0] === '-m' && args[2] === 'download') {
  if (existsSync(join(__dirname, 'offline'))) {
    console.error('WARNING: Retrying\\nERROR: No matching distribution found for tensorflow-cpu\\nsee above');
    process.exit(1);
  }
  writeFileSync(join(args[args.indexOf('--dest') + 1], 'tensorflow.whl'), args.join(' '));
} else if (args[0] === '-m' && existsSync(join(__dirname, 'no-pip'))) {
  process.exit(1);
} else if (args[0] === '-c' && args.length > 3) {
  for (const { to } of JSON.parse(args[4])) {
    const path = join(args[3], to.endsWith('/') ? to + 'file' : to);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'unpacked');
  }
}
`;

const compiler = `
const args = process.argv.slice(2);
const fs = require('node:fs');
if (fs.existsSync(require('node:path').join(__dirname, 'broken-compiler')) && args.length > 1) {
  console.error('In file included from a.cc\\na.cc:3:1: error: unknown type name');
  process.exit(1);
}
if (args.includes('-o')) fs.writeFileSync(args[args.indexOf('-o') + 1], args.join('\\n'));
`;

const programs = { python3: python, 'g++': compiler } as const;

/** Lays the named programs into `folder`, fit to be the whole PATH. */
export function layPrograms(folder: string, names: readonly (keyof typeof programs)[]): void {
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    writeFileSync(join(folder, name), `#!${process.execPath}\n${programs[name]}`, { mode: 0o755 });
  }
}

/** Switches a behaviour of the programs on. */
export function setTrait(folder: string, trait: 'hold' | 'offline' | 'no-pip' | 'broken-compiler'): void {
  writeFileSync(join(folder, trait), '');
}
