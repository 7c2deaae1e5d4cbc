import { createHash } from 'node:crypto';

/** Which TensorFlow the native engine carries: `cpu` runs on the CPU only, `cuda` on a GPU where there is one. */
export type NativeVariant = 'cpu' | 'cuda';

/** The TensorFlow whose libraries the native engine loads. */
export const tensorflowVersion: string = '2.21.0';

/** A package of npm that the engine is built from. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
}

/** Where a part of a wheel goes: files whose name starts with `from` land in `to`, below the build folder. */
export interface UnpackRule {
  readonly from: string;
  readonly to: string;
}

/** Everything that decides what an installed engine is. */
export interface Recipe {
  /** The wheel of PyPI that holds TensorFlow. */
  readonly wheel: string;
  /** The extra of that wheel whose requirements are laid beside it; empty for none. */
  readonly extra: string;
  /** What pip is asked for, whatever Python it runs in: the libraries do not depend on it. */
  readonly pipTarget: readonly string[];
  readonly unpack: readonly UnpackRule[];
  readonly unpackExtra: readonly UnpackRule[];
  readonly binding: SourcePackage;
  readonly headers: SourcePackage;
  readonly protobuf: SourcePackage;
  readonly compilerFlags: readonly string[];
  readonly libraries: readonly string[];
  /** The modules that make the binding's JavaScript use our one copy of tfjs-core. */
  readonly shim: string;
  /** Free disk space that the installation needs at its peak, in bytes. */
  readonly diskBytes: number;
  /** For the progress line. */
  readonly downloadSize: string;
}

const platforms = ['2_27', '2_26', '2_24', '2_18', '2_17', '2_12', '2_5'].map(
  (glibc) => `manylinux_${glibc}_x86_64`,
);

const headerFolders = ['tensorflow/c/', 'tensorflow/core/platform/', 'tsl/platform/', 'xla/tsl/c/'];

const shared = {
  pipTarget: [
    '--only-binary=:all:',
    '--python-version=3.11',
    ...[...platforms, 'manylinux2014_x86_64'].map((platform) => `--platform=${platform}`),
  ],
  unpack: [
    { from: 'tensorflow/libtensorflow_cc.so.2', to: 'engine/lib/libtensorflow_cc.so.2' },
    { from: 'tensorflow/libtensorflow_framework.so.2', to: 'engine/lib/libtensorflow_framework.so.2' },
    ...headerFolders.map((folder) => ({ from: `tensorflow/include/${folder}`, to: `include/${folder}` })),
  ],
  binding: { name: '@tensorflow/tfjs-node-gpu', version: '4.22.0' },
  headers: { name: 'node-api-headers', version: '1.7.0' },
  protobuf: { name: 'google-protobuf', version: '3.21.4' },
  compilerFlags: ['-shared', '-fPIC', '-std=c++17', '-O2', '-DNAPI_VERSION=8'],
  libraries: ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'],
  shim: "module.exports = globalThis[Symbol.for('adaptive-sharpness.tfjs-core')];\n",
};

const recipes: Readonly<Record<NativeVariant, Recipe>> = {
  cpu: {
    ...shared,
    wheel: 'tensorflow-cpu',
    extra: '',
    unpackExtra: [],
    diskBytes: 1.4e9,
    downloadSize: '274 MB',
  },
  // TensorFlow's libraries look for CUDA in $ORIGIN/../nvidia/*/lib, which is the place beside lib/.
  cuda: {
    ...shared,
    wheel: 'tensorflow',
    extra: 'and-cuda',
    unpackExtra: [{ from: 'nvidia/', to: 'engine/nvidia/' }],
    diskBytes: 12e9,
    downloadSize: '3 GB',
  },
};

/** What the engine of this variant is made of. */
export function recipe(variant: NativeVariant): Recipe {
  return recipes[variant];
}

/** A name for what the recipe yields on this platform, the same as long as it yields the same. */
export function recipeKey(variant: NativeVariant): string {
  const { diskBytes, downloadSize, ...decisive } = recipes[variant];
  const hash = createHash('sha256').update(JSON.stringify(decisive)).digest('hex').slice(0, 8);
  const { binding } = recipes[variant];
  return [variant, tensorflowVersion, binding.version, process.platform, process.arch, hash].join('-');
}
