import { join } from 'node:path';
import { writeSafetensors } from '../checkpoints/index.ts';
import { makeFolder } from '../makeFolder.ts';
import { writeAside } from '../replaceFile.ts';
import {
  type GroupContext,
  measureGroup,
  type Perturbation,
  type SharpnessPlan,
} from '../sharpness/index.ts';
import { perturbs } from '../sharpness/perturbed.ts';
import { type GroupSummary, type SavedPerturbation, summarizeGroups } from './groupSummary.ts';
import { epsilonOf } from './perturbationEpsilon.ts';
import type { Subject } from './workerTasks.ts';

/** A text as part of a path, whatever it holds. */
function safe(text: string): string {
  return text.replace(/[^\w.=-]/g, '_').slice(-100);
}

/** Where the perturbations of a group are. */
export interface PerturbationTarget {
  /** The folder for all. */
  readonly folder: string;
  readonly subject: Subject;
  /** Indices into the training set. */
  readonly examples: Uint32Array;
}

/** The folder of a group's files: two checkpoints whose names differ in odd characters only have two. */
function groupFolder({ subject, examples }: PerturbationTarget, group: number): string {
  const { run, fingerprint } = subject;
  return `${safe(run.checkpoint)}-${fingerprint.slice(0, 12)}/m-${examples.length}/group-${group}`;
}

function fileName({ region, radius }: Perturbation): string {
  const { p, normalization, bias, eta, layer } = region;
  const where = layer === null ? '' : `_${safe(layer)}`;
  return `p-${p}_${normalization}_bias-${bias}_eta-${eta}_rho-${radius}${where}.safetensors`;
}

/** Measures a group as `measureGroup` does, and writes the perturbation behind every value to a file. */
export function measureAndSave(
  context: GroupContext,
  plan: SharpnessPlan,
  target: PerturbationTarget,
): GroupSummary {
  const { engine, weights, index: group } = context;
  const { folder, examples } = target;
  const below = groupFolder(target, group);
  makeFolder(join(folder, below));
  const written: Omit<SavedPerturbation, 'value'>[] = [];
  const onPerturbation = (perturbation: Perturbation): void => {
    const { region, radius } = perturbation;
    const file = `${below}/${fileName(perturbation)}`;
    const epsilon = epsilonOf(engine, weights, perturbation, perturbs(plan.perturb, region.layer));
    writeAside(join(folder, file), (aside) =>
      writeSafetensors(aside, epsilon, { examples: examples.join(' ') }),
    );
    const [i, j] = [plan.regions.indexOf(region), region.radii.indexOf(radius)];
    written.push({ file, group, firstExample: examples[0]!, region: i, radius: j });
  };
  const measures = measureGroup({ ...context, onPerturbation }, plan);
  const perturbations = written.map((one) => ({
    ...one,
    value: measures.values[one.region]![one.radius]!.value,
  }));
  return { ...summarizeGroups([measures]), perturbations };
}
