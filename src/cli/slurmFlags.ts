import { type CommandUnknownOpts, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { checkWords } from '../jobs/slurm/sbatchArguments.ts';
import { splitArguments } from '../jobs/slurm/splitArguments.ts';
import type { SlurmOptions } from '../jobs/slurm/types.ts';
import { oneOf, wholeNumber } from './optionValues.ts';

/** What the command line says of where tasks run. */
export interface SlurmFlags {
  readonly on?: 'local' | 'slurm' | undefined;
  readonly partition?: string | undefined;
  readonly gres?: string | undefined;
  readonly time?: string | undefined;
  readonly maxParallel?: number | undefined;
  readonly sbatch?: readonly string[] | undefined;
  readonly status?: boolean | undefined;
  readonly resubmit?: boolean | undefined;
  readonly cancel?: boolean | undefined;
}

const heading = 'Slurm:';
/** Options that only a submission hears. */
const ofSubmissions = ['partition', 'gres', 'time', 'maxParallel', 'sbatch'] as const;
/** Options that only a job on this machine hears, and what does the same on a cluster. */
const ofThisMachine = [
  { name: 'workers', instead: 'a task measures on all cores that it gets: --sbatch "--cpus-per-task=4"' },
  { name: 'gpus', instead: '--gres gpu:1 gives each task one' },
  { name: 'retries', instead: '--resubmit submits again what was lost' },
] as const;
/** Options that do something else than run the job. */
const instead = ['status', 'resubmit', 'cancel'] as const;

/** Adds `--on slurm` and what belongs to it. */
export function addSlurmFlags(command: CommandUnknownOpts): void {
  const flags = [
    new Option(
      '--on <where>',
      'here, or as a job array of a cluster: local, slurm (default: local)',
    ).argParser(oneOf('local', 'slurm')),
    new Option('--partition <name>', 'as sbatch takes it'),
    new Option('--gres <list>', 'what a task gets, as sbatch takes it: gpu:1'),
    new Option('--time <limit>', 'of one task, as sbatch takes it: 2:00:00'),
    new Option('--max-parallel <count>', 'tasks at once').argParser(wholeNumber(1)),
    new Option('--sbatch <options>', 'more options of sbatch: "--account=lab --mem=8G"').argParser(words),
    new Option('--status', 'say how far it is: what is on the disk, and what the queue holds'),
    new Option('--resubmit', 'submit again what is neither done nor in the queue'),
    new Option('--cancel', 'take it out of the queue; what is done stays'),
  ];
  for (const flag of flags) command.addOption(flag.helpGroup(heading));
}

function words(text: string): readonly string[] {
  try {
    const split = splitArguments(text);
    checkWords(split);
    return split;
  } catch (error) {
    throw new InvalidArgumentError(error instanceof Error ? error.message : String(error));
  }
}

/** What is to be done with a job. */
export type JobAction = 'run' | 'submit' | 'status' | 'resubmit' | 'cancel';

/** @throws InvalidArgumentError when options exclude each other, or would not be heard */
export function jobAction(command: CommandUnknownOpts): JobAction {
  const flags = slurmFlagsOf(command);
  const [first, second] = instead.filter((name) => flags[name]);
  if (second !== undefined) throw new InvalidArgumentError(`--${first} and --${second} exclude each other`);
  if (first !== undefined && flags.on === 'local') {
    throw new InvalidArgumentError(`--${first} and --on local exclude each other`);
  }
  if (first !== undefined && command.getOptionValue('dryRun')) {
    throw new InvalidArgumentError(`--dry-run and --${first} exclude each other`);
  }
  const action = first ?? (flags.on === 'slurm' ? 'submit' : 'run');
  const unheard = ofSubmissions.find((name) => flags[name] !== undefined);
  if (unheard !== undefined && action !== 'submit' && action !== 'resubmit') {
    const flag = unheard === 'maxParallel' ? 'max-parallel' : unheard;
    throw new InvalidArgumentError(`--${flag} is for --on slurm and --resubmit`);
  }
  const local = ofThisMachine.find(({ name }) => command.getOptionValueSource(name) === 'cli');
  if (local !== undefined && action !== 'run') {
    throw new InvalidArgumentError(`--${local.name} is for this machine; on a cluster ${local.instead}`);
  }
  return action;
}

export function slurmOptionsOf({ partition, gres, time, maxParallel, sbatch }: SlurmFlags): SlurmOptions {
  return { partition, gres, time, maxParallel, more: sbatch ?? [] };
}

/** What the command line says of them. */
export function slurmFlagsOf(command: CommandUnknownOpts): SlurmFlags {
  const { on, partition, gres, time, maxParallel, sbatch, status, resubmit, cancel }: SlurmFlags =
    command.opts();
  return { on, partition, gres, time, maxParallel, sbatch, status, resubmit, cancel };
}
