import type { EngineState, Surroundings } from './surroundings.ts';

/** What stands of one thing that measuring may need. */
export interface Finding {
  readonly subject: string;
  /** `optional`: not here, and needed only by some. */
  readonly state: 'ok' | 'missing' | 'optional';
  readonly text: string;
  /** The one command that gets what is missing. */
  readonly get?: string;
}

/** What there is, and what is missing. */
export function examine(around: Surroundings): readonly Finding[] {
  return [
    node(around),
    { subject: 'platform', state: 'ok', text: platformText(around) },
    native(around),
    portable('wasm', around.wasm, 'the slower engine, which needs nothing'),
    portable('cpu', around.cpu, 'plain JavaScript, much slower, to compare with'),
    gpu(around),
    memory(around),
    disk(around),
    drawing('figures', around.figures, 'PNG and SVG, in DejaVu Sans, which comes along'),
    drawing('images', around.images, 'JPEG and PNG files of class folders can be decoded'),
    datasets(around),
    slurm(around),
  ];
}

/** Whether anything can be measured, and by which engine when none is asked for. */
export function verdict({ node: version, native: best, wasm, cpu }: Surroundings): {
  readonly works: boolean;
  readonly text: string;
} {
  if (!isRecent(version))
    return { works: false, text: `Measuring does not work: Node.js ${version} is too old.` };
  if (best.kind === 'runs') return { works: true, text: 'Measuring works, on the native engine.' };
  if (wasm.kind === 'runs') {
    const asked = best.kind === 'fails' ? ' where --engine wasm asks for it' : '';
    return { works: true, text: `Measuring works, on the slower wasm engine${asked}.` };
  }
  if (cpu.kind === 'runs') {
    return { works: true, text: 'Measuring works, very slowly, where --engine cpu asks for it.' };
  }
  return { works: false, text: 'Measuring does not work: no engine starts.' };
}

/** The oldest Node.js that is supported, as package.json says it. */
const oldestNode = [20, 19] as const;

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}

function node({ node: version }: Surroundings): Finding {
  const right = `Node.js ${oldestNode.join('.')} or later is needed`;
  if (isRecent(version)) return { subject: 'node', state: 'ok', text: version };
  return { subject: 'node', state: 'missing', text: `${version}: ${right}`, get: 'nvm install --lts' };
}

function platformText({ platform, cores, instructions }: Surroundings): string {
  const processor = instructions?.length ? `, ${instructions.join(' ')}` : '';
  return `${platform}, ${cores === 1 ? '1 core' : `${cores} cores`}${processor}`;
}

function native({ native: state, instructions, cuda }: Surroundings): Finding {
  const subject = 'native';
  const install = 'measure engine install';
  switch (state.kind) {
    case 'runs': {
      const { versions, device } = state.description;
      return { subject, state: 'ok', text: `TensorFlow ${versions.tensorflow}, on the ${device}` };
    }
    case 'fails': {
      const text = `installed${cuda ? ' with CUDA' : ''}, but it does not start: ${state.reason}`;
      return { subject, state: 'missing', text, get: 'measure engine --engine native --verbose' };
    }
    case 'absent': {
      const { missing } = state;
      if (missing?.kind === 'platform') return { subject, state: 'optional', text: missing.reason };
      if (instructions && !instructions.includes('avx')) {
        return {
          subject,
          state: 'optional',
          text: 'TensorFlow needs AVX, which this processor does not have',
        };
      }
      if (missing)
        return { subject, state: 'missing', text: `not installed, and ${missing.reason}`, get: install };
      const text = 'not installed: several times faster, with double precision; 1.4 GB of disk';
      return { subject, state: 'missing', text, get: install };
    }
  }
}

function portable(subject: 'wasm' | 'cpu', state: EngineState, what: string): Finding {
  if (state.kind === 'fails') {
    return { subject, state: 'missing', text: `does not start: ${state.reason}`, get: 'npm install' };
  }
  return { subject, state: 'ok', text: what };
}

function gpu({ gpus, cuda, native: state, platform }: Surroundings): Finding {
  const subject = 'gpu';
  if (gpus.length === 0)
    return { subject, state: 'optional', text: 'nvidia-smi shows none: the CPU measures' };
  const text = gpus.join('; ');
  if (state.kind === 'runs' && state.description.device === 'GPU') return { subject, state: 'ok', text };
  if (platform !== 'linux-x64')
    return { subject, state: 'optional', text: `${text}: used on Linux on x86-64 only` };
  if (!cuda) {
    const get = 'measure engine install --cuda';
    return { subject, state: 'missing', text: `${text}: not used, for want of CUDA in the engine`, get };
  }
  const get = 'measure engine --engine native --verbose';
  return { subject, state: 'missing', text: `${text}: the native engine does not use it`, get };
}

/** What a worker takes, with a small network. */
const workerBytes = 0.4e9;

function memory({ memory: { free, total }, cores }: Surroundings): Finding {
  const workers = Math.max(1, Math.min(cores, Math.floor(free / workerBytes)));
  const text = `${gigabytes(free)} free of ${gigabytes(total)}`;
  if (workers === cores) return { subject: 'memory', state: 'ok', text };
  const get = `measure <folder...> --workers ${workers}`;
  return { subject: 'memory', state: 'missing', text: `${text}: little for ${cores} workers`, get };
}

/** Below this much, the tables and reports of a larger study may not fit. */
const littleDisk = 1e9;

function disk({ freeDisk }: Surroundings): Finding {
  const text = `${gigabytes(freeDisk)} free in this folder`;
  if (freeDisk >= littleDisk) return { subject: 'disk', state: 'ok', text };
  return { subject: 'disk', state: 'missing', text: `${text}: write results elsewhere, with --out` };
}

function drawing(subject: 'figures' | 'images', why: string | undefined, text: string): Finding {
  if (why === undefined) return { subject, state: 'ok', text };
  return { subject, state: 'missing', text: why, get: 'npm install --include=optional' };
}

function datasets({ data: { directory, datasets: names } }: Surroundings): Finding {
  const subject = 'datasets';
  if (names.length > 0) return { subject, state: 'ok', text: `${names.join(', ')} in ${directory}` };
  const get = `measure data mnist --data ${directory}`;
  return { subject, state: 'missing', text: `none in ${directory} (--data names the folder)`, get };
}

function slurm({ slurm: { missing, answers, sbatch } }: Surroundings): Finding {
  const subject = 'slurm';
  if (missing.length === 0 && answers) return { subject, state: 'ok', text: sbatch };
  if (missing.length === 0) {
    return { subject, state: 'optional', text: `no cluster here: ${sbatch}; needed for --on slurm only` };
  }
  return { subject, state: 'optional', text: `no ${missing.join(', ')} on PATH: needed for --on slurm only` };
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
