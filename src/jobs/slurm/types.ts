/** What the user says of where and how a job array runs: options of `sbatch`. */
export interface SlurmOptions {
  readonly partition?: string | undefined;
  /** As `gpu:1`. */
  readonly gres?: string | undefined;
  /** The time limit of one task, as sbatch takes it: `2:00:00`. */
  readonly time?: string | undefined;
  /** How many tasks run at once at most; default: as many as the cluster lets. */
  readonly maxParallel?: number | undefined;
  /** More options of sbatch, as the user wrote them. */
  readonly more: readonly string[];
}

/** Many tasks that one command does, each told by its index. */
export interface ArrayJob {
  /** What the queue shows. */
  readonly name: string;
  /** Where scripts, logs and the record of what was submitted are kept. */
  readonly folder: string;
  /** A program and its arguments, as absolute paths; the index of a task becomes the last argument. */
  readonly command: readonly string[];
  /** Whole numbers from 0, of any size, each once. */
  readonly indices: readonly number[];
}

/** What the scheduler says of the tasks of a folder. */
export type QueueState =
  | {
      readonly kind: 'known';
      readonly running: ReadonlySet<number>;
      readonly waiting: ReadonlySet<number>;
      /** Of those that wait, what waits for a person: as Slurm's ids, for `scontrol release`. */
      readonly held: readonly string[];
    }
  /** It does not answer, or is not installed: why, in one line. */
  | { readonly kind: 'unknown'; readonly reason: string };

/** An array that Slurm took. */
export interface Submitted {
  /** Its name in the queue, which no other array has. */
  readonly name: string;
  /** Its number there. */
  readonly job: number;
  readonly tasks: number;
}
