import { callSlurm } from './callSlurm.ts';

/** The programs of Slurm that job arrays take. */
const needed = ['sbatch', 'squeue', 'scancel', 'scontrol'] as const;

/** Which of Slurm's programs are here. */
export interface SlurmPrograms {
  readonly missing: readonly string[];
  /** Can they be used? On a machine without a cluster's settings they answer with an error. */
  readonly answers: boolean;
  /** What sbatch says of itself: its version, or why it does not answer. */
  readonly sbatch: string;
}

const timeout = 5000;

export async function slurmPrograms(): Promise<SlurmPrograms> {
  const answers = await Promise.all(needed.map((program) => callSlurm(program, ['--version'], timeout)));
  const [sbatch] = answers;
  return {
    missing: needed.filter((_, index) => answers[index]?.kind === 'missing'),
    answers: sbatch?.kind === 'answered',
    sbatch: sbatch?.kind === 'answered' ? sbatch.text.trim() : (sbatch?.reason ?? ''),
  };
}
