import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EngineDescription } from '../../src/engine/description.ts';
import { installNative } from '../../src/engine/native/install.ts';
import { visibleGpus } from '../../src/engine/native/visibleGpus.ts';
import { type ParityCase, parityCases } from './cases.ts';
import { type Parity, parityOf } from './parity.ts';
import { type CaseRun, runCase } from './runCase.ts';
import { CPU, GPU, MEASURE, runOn, type Side } from './sides.ts';

/** How the check ended. */
const exitCodes = { proven: 0, failed: 1, notChecked: 2 } as const;

type Say = (line: string) => void;

/** Measures a case on both sides, in folders below `folder`. */
async function compareOn(
  sides: readonly [Side, Side],
  one: ParityCase,
  folder: string,
): Promise<{ readonly parity: Parity; readonly runs: readonly [CaseRun, CaseRun] }> {
  const place = mkdtempSync(join(folder, 'case-'));
  // one after the other: the seconds of both are told
  const reference = await runCase(sides[0], one, join(place, 'reference'));
  const tested = await runCase(sides[1], one, join(place, 'tested'));
  return { parity: parityOf(reference, tested, one.tolerance), runs: [reference, tested] };
}

/** Why a case does not show that the second side is another device that agrees; undefined where it does. */
export function objection({ outside, compared, worst, identical }: Parity): string | undefined {
  if (outside > 0) {
    const { what, reference, tested } = worst;
    return `${outside} of ${compared} out of tolerance; ${what} is ${tested}, not ${reference}`;
  }
  // another device adds up in another order: some last bit differs, unless the same one computed both
  return identical ? 'not one bit differs: both were computed on the same device' : undefined;
}

function line(name: string, parity: Parity, [reference, tested]: readonly [CaseRun, CaseRun]): string {
  const share = `${(100 * parity.worst.excess).toPrecision(2)} %`;
  const verdict = objection(parity) ?? 'agree';
  const seconds = `${reference.seconds.toFixed(1)} s / ${tested.seconds.toFixed(1)} s`;
  return `${name.padEnd(48)} ${String(parity.compared).padStart(6)} numbers  ${share.padStart(8)} of tolerance  ${seconds.padStart(17)}  ${verdict}`;
}

/**
 * Measures every case on two sides and compares.
 *
 * @returns the names of the cases where they disagree
 */
export async function checkParity(
  sides: readonly [Side, Side],
  cases: readonly ParityCase[],
  say: Say,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'adaptive-sharpness-parity-'));
  const failed: string[] = [];
  try {
    for (const one of cases) {
      const { parity, runs } = await compareOn(sides, one, folder);
      say(line(one.name, parity, runs));
      if (objection(parity) !== undefined) failed.push(one.name);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return failed;
}

/** Seconds for an m-group, by plan. */
async function groupSpeed(side: Side): Promise<Record<string, number>> {
  return JSON.parse(await runOn(side, 'bench/gpu/groupSpeed.ts', []));
}

/** Prints how long an m-group takes on each side, in one worker. */
async function saySpeed(say: Say): Promise<void> {
  const onCpu = await groupSpeed(CPU);
  const onGpu = await groupSpeed(GPU);
  say('\nWide residual network 28-2, one m-group of 8, one worker (CPU: one thread):');
  for (const [name, seconds] of Object.entries(onCpu)) {
    const other = onGpu[name]!;
    const ratio = (seconds / other).toFixed(1);
    say(
      `${name}: ${seconds.toFixed(3)} s on the CPU, ${other.toFixed(3)} s on the GPU: ${ratio} times as fast`,
    );
  }
}

async function describeOn(side: Side): Promise<EngineDescription> {
  return JSON.parse(await runOn(side, MEASURE, ['engine', '--engine', 'native', '--json']));
}

/**
 * Proves on a machine with a GPU that everything that is measured there agrees with the CPU, and tells the speed
 * of both. Both are the native engine's CUDA build, which is installed if it is missing; the CPU's processes see
 * no GPU.
 */
export async function checkGpu(say: Say): Promise<number> {
  const gpus = visibleGpus();
  if (gpus.length === 0) {
    say(
      'check:gpu: nothing was checked: this machine has no NVIDIA GPU with a driver (nvidia-smi finds none)',
    );
    return exitCodes.notChecked;
  }
  for (const gpu of gpus) say(`GPU: ${gpu}`);
  const installed = await installNative({ variant: 'cuda', log: say });
  if (installed.kind === 'unavailable') {
    say(`check:gpu: nothing was checked: ${installed.reason}`);
    return exitCodes.notChecked;
  }
  const { device, versions } = await describeOn(GPU);
  if (device !== 'GPU') {
    say(
      `check:gpu: TensorFlow ${versions.tensorflow} does not use the GPU: its driver may be too old for it`,
    );
    return exitCodes.failed;
  }
  const failed = await checkParity([CPU, GPU], parityCases, say);
  await saySpeed(say);
  say(
    failed.length === 0
      ? `\nThe GPU agrees with the CPU in all ${parityCases.length} cases.`
      : `\nThe GPU disagrees with the CPU in ${failed.length} of ${parityCases.length} cases: ${failed.join('; ')}`,
  );
  return failed.length === 0 ? exitCodes.proven : exitCodes.failed;
}
