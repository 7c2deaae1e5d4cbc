import { fork } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { installedNative, isNativeInstalled, nativeEngineFolder } from '../../../src/engine/native/cache.ts';
import { type InstallResult, installNative } from '../../../src/engine/native/install.ts';
import { layPrograms, setTrait } from './fakePrograms.ts';

const isLinux = process.platform === 'linux' && process.arch === 'x64';

let root: string;
let bin: string;
let engine: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'install-'));
  bin = join(root, 'bin');
  vi.stubEnv('PATH', bin);
  vi.stubEnv('ADAPTIVE_SHARPNESS_CACHE', join(root, 'cache'));
  engine = nativeEngineFolder('cpu');
  layPrograms(bin, ['python3', 'g++']);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true });
});

const sound = (): Promise<void> => Promise.resolve();

function install(verify: (folder: string) => Promise<void> = sound): Promise<InstallResult> {
  return installNative({ variant: 'cpu', log: () => undefined, verify });
}

const besides = (): string[] => (existsSync(dirname(engine)) ? readdirSync(dirname(engine)) : []);

describe('the cache', () => {
  test('its folder is named for what the engine is made of', () => {
    expect(engine).toMatch(/\/cache\/adaptive-sharpness\/native-cpu-2\.21\.0-4\.22\.0-\w+-\w+-[0-9a-f]{8}$/);
    expect(nativeEngineFolder('cuda')).toContain('native-cuda-');
  });

  test('it lies in XDG_CACHE_HOME, else in ~/.cache', () => {
    vi.stubEnv('ADAPTIVE_SHARPNESS_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', '/xdg');
    expect(dirname(nativeEngineFolder('cpu'))).toBe('/xdg/adaptive-sharpness');
    vi.stubEnv('XDG_CACHE_HOME', 'relative');
    vi.stubEnv('HOME', '/home/someone');
    expect(dirname(nativeEngineFolder('cpu'))).toBe('/home/someone/.cache/adaptive-sharpness');
  });
});

describe.runIf(isLinux)('an installation', () => {
  test('lays the engine and nothing beside it', async () => {
    expect(await install()).toEqual({ kind: 'installed', folder: engine });
    expect(isNativeInstalled('cpu')).toBe(true);
    expect(installedNative()).toBe(engine);
    expect(besides()).toHaveLength(1);
    expect(readdirSync(engine).toSorted()).toEqual([
      'dist',
      'engine.json',
      'lib',
      'node_modules',
      'tfjs_binding.node',
    ]);
    expect(readFileSync(join(engine, 'tfjs_binding.node'), 'utf8')).toContain('-Wl,-rpath,$ORIGIN/lib');
    expect(existsSync(join(engine, 'dist', 'nodejs_kernel_backend.js'))).toBe(true);
    expect(existsSync(join(engine, 'node_modules', 'google-protobuf', 'google-protobuf.js'))).toBe(true);
  });

  test('a second one does nothing', async () => {
    await install();
    const verify = vi.fn(sound);
    expect(await install(verify)).toEqual({ kind: 'already', folder: engine });
    expect(verify).not.toHaveBeenCalled();
  });

  test('an engine that does not load is not installed', async () => {
    const broken = (): Promise<void> =>
      Promise.reject(new Error('the built engine does not load: no symbol'));
    expect(await install(broken)).toEqual({
      kind: 'unavailable',
      reason: 'the built engine does not load: no symbol',
    });
    expect(besides()).toEqual([]);
  });

  test('without a verification of ours, it is tried in a process of its own', async () => {
    const result = await installNative({ variant: 'cpu', log: () => undefined });
    expect(result).toMatchObject({ kind: 'unavailable' });
    expect(result.kind === 'unavailable' && result.reason).toMatch(
      /^the built engine does not load: error: .*tfjs_binding\.node/,
    );
  });

  test('a damaged engine is none, and makes way', async () => {
    await install();
    writeFileSync(join(engine, 'lib', 'libtensorflow_cc.so.2'), 'cut');
    expect(isNativeInstalled('cpu')).toBe(false);
    expect(await install()).toMatchObject({ kind: 'installed' });
    expect(isNativeInstalled('cpu')).toBe(true);
    expect(besides()).toHaveLength(1);
  });

  test('two at once: one is laid, both succeed', async () => {
    const results = await Promise.all([install(), install()]);
    expect(results.map(({ kind }) => kind).toSorted()).toEqual(['already', 'installed']);
    expect(isNativeInstalled('cpu')).toBe(true);
    expect(besides()).toHaveLength(1);
  });

  test('killed half-way, it leaves no engine, and the next one clears up', async () => {
    setTrait(bin, 'hold');
    const script = fileURLToPath(new URL('./installer.ts', import.meta.url));
    const installer = fork(script, [], { execArgv: ['--import', 'tsx'] });
    while (besides().length === 0) await setTimeout(20);
    const ended = once(installer, 'exit');
    installer.kill('SIGKILL');
    await ended;
    expect(isNativeInstalled('cpu')).toBe(false);
    expect(besides()).toHaveLength(1);
    rmSync(join(bin, 'hold'));
    await install();
    expect(besides()).toEqual([engine.split('/').at(-1)]);
  });

  test("a running process's build is left alone", async () => {
    const other = `${engine}.build-elsewhere-1-abcdef`;
    mkdirSync(other, { recursive: true });
    await install();
    expect(besides()).toContain(other.split('/').at(-1));
  });
});

describe.runIf(isLinux)('what is missing is said in one line', () => {
  async function reason(): Promise<string> {
    const result = await install();
    expect(result.kind).toBe('unavailable');
    expect(besides()).toEqual([]);
    return result.kind === 'unavailable' ? result.reason : '';
  }

  test('Python', async () => {
    rmSync(join(bin, 'python3'));
    expect(await reason()).toBe('Python 3.8 or later is missing (install python3 and python3-pip)');
  });

  test('pip', async () => {
    setTrait(bin, 'no-pip');
    expect(await reason()).toBe('python3 has no pip (install python3-pip, or run "python3 -m ensurepip")');
  });

  test('a compiler', async () => {
    rmSync(join(bin, 'g++'));
    expect(await reason()).toBe('a C++ compiler is missing (install g++ or clang++)');
  });

  test('a compiler that works', async () => {
    setTrait(bin, 'broken-compiler');
    expect(await reason()).toBe('the binding does not compile: a.cc:3:1: error: unknown type name');
  });

  test('the registry', async () => {
    setTrait(bin, 'offline');
    expect(await reason()).toBe(
      'pip cannot download TensorFlow (is its index reachable?): ERROR: No matching distribution found for tensorflow-cpu',
    );
  });

  test('a cache that can be written', async () => {
    writeFileSync(join(root, 'cache'), 'a file');
    const result = await install();
    expect(result).toMatchObject({ kind: 'unavailable' });
  });
});
