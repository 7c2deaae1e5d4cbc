import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Recipe, tensorflowVersion, type UnpackRule } from './installRecipe.ts';
import { packageFolder } from './installSources.ts';
import { mustRun } from './installTools.ts';

/** The programs that build the engine, as they are found on PATH. */
export interface BuildTools {
  readonly python: string;
  readonly compiler: string;
}

/** Builds an engine below `build` and returns its folder. Throws one line where a step fails. */
export async function buildEngine(
  build: string,
  what: Recipe,
  tools: BuildTools,
  log: (line: string) => void,
): Promise<string> {
  const engine = join(build, 'engine');
  await layTensorflow(build, what, tools, log);
  const source = (name: 'binding' | 'headers' | 'protobuf'): Promise<string> =>
    packageFolder(what[name], join(build, 'packages'), tools.python);
  const binding = await source('binding');
  log('compiling the binding');
  await compileBinding(build, binding, await source('headers'), what, tools);
  await layJavaScript(engine, binding, await source('protobuf'), what);
  return engine;
}

async function layTensorflow(
  build: string,
  what: Recipe,
  { python }: BuildTools,
  log: (line: string) => void,
): Promise<void> {
  const wheels = join(build, 'wheels');
  await mkdir(wheels);
  log(`downloading TensorFlow ${tensorflowVersion} (${what.wheel}, ${what.downloadSize} in all)`);
  await download([`${what.wheel}==${tensorflowVersion}`], wheels, what, python);
  const [wheel] = await filesOf(wheels);
  if (wheel === undefined) throw new Error(`pip downloaded no ${what.wheel}`);
  const extra = what.extra === '' ? [] : await requirementsOf(wheel, what.extra, python);
  log('unpacking it');
  await unpack(wheel, build, what.unpack, python);
  if (extra.length === 0) return;
  log(`downloading ${extra.length} packages of CUDA`);
  await download(extra, wheels, what, python);
  log('unpacking them');
  for (const file of await filesOf(wheels)) await unpack(file, build, what.unpackExtra, python);
}

async function download(
  requirements: readonly string[],
  into: string,
  what: Recipe,
  python: string,
): Promise<void> {
  const quiet = [
    '--quiet',
    '--progress-bar=off',
    '--disable-pip-version-check',
    '--no-cache-dir',
    '--no-input',
  ];
  const patience = ['--retries=2', '--timeout=30'];
  const args = [
    '-m',
    'pip',
    'download',
    '--no-deps',
    ...what.pipTarget,
    ...quiet,
    ...patience,
    '--dest',
    into,
  ];
  await mustRun('pip cannot download TensorFlow (is its index reachable?)', python, [
    ...args,
    ...requirements,
  ]);
}

const requirementsScript = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    metadata = next(n for n in wheel.namelist() if n.endswith('.dist-info/METADATA'))
    sys.stdout.buffer.write(wheel.read(metadata))
`;

/** What the extra of a wheel asks for, as pip takes it: name and version range. */
async function requirementsOf(wheel: string, extra: string, python: string): Promise<string[]> {
  const metadata = await mustRun(`cannot read ${wheel}`, python, ['-c', requirementsScript, wheel]);
  return extraRequirements(metadata, extra);
}

/** The requirements of one extra in a wheel's METADATA. */
export function extraRequirements(metadata: string, extra: string): string[] {
  const lines = metadata
    .split('\n')
    .map((line) => /^Requires-Dist: ([^;]+);\s*extra == ["']([^"']+)["']\s*$/.exec(line));
  return lines.flatMap((match) => (match?.[2] === extra && match[1] ? [match[1].trim()] : []));
}

const unpackScript = `
import json, os, shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for entry in wheel.infolist():
        rule = next((r for r in json.loads(sys.argv[3]) if entry.filename.startswith(r['from'])), None)
        if rule is None or entry.is_dir() or '..' in entry.filename.split('/'):
            continue
        path = os.path.join(sys.argv[2], rule['to'] + entry.filename[len(rule['from']):])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with wheel.open(entry) as source, open(path, 'wb') as target:
            shutil.copyfileobj(source, target, 1 << 20)
        if entry.external_attr >> 16 & 0o111:
            os.chmod(path, 0o755)
`;

/** Unpacks what the rules name and deletes the wheel. */
async function unpack(
  wheel: string,
  into: string,
  rules: readonly UnpackRule[],
  python: string,
): Promise<void> {
  await mustRun(`cannot unpack ${wheel}`, python, ['-c', unpackScript, wheel, into, JSON.stringify(rules)]);
  await rm(wheel);
}

async function compileBinding(
  build: string,
  binding: string,
  headers: string,
  what: Recipe,
  { compiler }: BuildTools,
): Promise<void> {
  const sources = ['tfjs_backend.cc', 'tfjs_binding.cc'].map((file) => join(binding, 'binding', file));
  const includes = [join(headers, 'include'), join(build, 'include'), join(binding, 'binding')];
  const library = join(build, 'engine', 'lib');
  const links = [
    `-L${library}`,
    ...what.libraries.map((name) => `-l:${name}`),
    '-Wl,--allow-shlib-undefined',
  ];
  const target = ['-o', join(build, 'engine', 'tfjs_binding.node'), '-Wl,-rpath,$ORIGIN/lib'];
  const args = [
    ...what.compilerFlags,
    ...includes.map((folder) => `-I${folder}`),
    ...sources,
    ...links,
    ...target,
  ];
  await mustRun('the binding does not compile', compiler, args);
}

async function layJavaScript(engine: string, binding: string, protobuf: string, what: Recipe): Promise<void> {
  const isLoaded = (path: string): boolean => !/_test\.js$|\.d\.ts$|\.map$/.test(path);
  await cp(join(binding, 'dist'), join(engine, 'dist'), { recursive: true, filter: isLoaded });
  await cp(protobuf, join(engine, 'node_modules', 'google-protobuf'), { recursive: true });
  for (const name of ['tfjs', 'tfjs-core']) {
    const folder = join(engine, 'node_modules', '@tensorflow', name);
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, 'index.js'), what.shim);
  }
}

async function filesOf(folder: string): Promise<string[]> {
  return (await readdir(folder)).map((name) => join(folder, name));
}
