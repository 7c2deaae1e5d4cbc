import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { makeFolder } from '../../makeFolder.ts';
import { UserError } from '../../userError.ts';
import { writeArrayFiles } from './arrayFiles.ts';
import { arrayLimit } from './arrayLimit.ts';
import { type Answer, callSlurm } from './callSlurm.ts';
import { checkLogFolder, checkWords, sbatchArguments } from './sbatchArguments.ts';
import { recordSubmission } from './submissions.ts';
import type { ArrayJob, SlurmOptions, Submitted } from './types.ts';

/**
 * Submits a job as one array, or as several where it has more tasks than the cluster takes in one.
 *
 * Before and after each call of sbatch a line is written to `submissions.jsonl`, so that arrays are found
 * again wherever this process is killed. Where a number of parallel tasks is asked for, an array waits for
 * the one before it, since Slurm counts by array.
 *
 * @param timeout how long a call of Slurm's programs may take, in milliseconds
 * @throws UserError when sbatch refuses, is missing or does not answer (it says how many arrays were
 *   submitted before), when an option cannot be used, and when the folder cannot be written
 */
export async function submitArray(
  job: ArrayJob,
  options: SlurmOptions,
  timeout = 120_000,
): Promise<readonly Submitted[]> {
  const here = { ...job, folder: resolve(job.folder) };
  checkWords(options.more);
  checkLogFolder(here.folder);
  if (job.indices.length === 0) return [];
  makeFolder(join(here.folder, 'logs'));
  const limit = await arrayLimit(timeout);
  if (limit === 0) throw new UserError('this cluster takes no job arrays (its MaxArraySize is 0)');
  const parts = Math.ceil(job.indices.length / limit);
  const submitted: Submitted[] = [];
  for (let part = 0; part < parts; part += 1) {
    const indices = job.indices.slice(part * limit, (part + 1) * limit);
    const after = options.maxParallel === undefined ? undefined : submitted.at(-1)?.job;
    const answer = await submitOne({ ...here, indices }, options, { after, timeout });
    if (typeof answer === 'string') throw new UserError(answer + progress(part, parts));
    submitted.push(answer);
  }
  return submitted;
}

interface Circumstances {
  readonly after: number | undefined;
  readonly timeout: number;
}

/** Returns what was submitted, or says why it was not. */
async function submitOne(
  job: ArrayJob,
  options: SlurmOptions,
  { after, timeout }: Circumstances,
): Promise<Submitted | string> {
  const name = uniqueName(job.name);
  const tasks = job.indices.length;
  const script = writeArrayFiles(job, name, job.indices);
  const args = sbatchArguments({ name, folder: job.folder, script, tasks, after }, options);
  recordSubmission(job.folder, { kind: 'asked', name, tasks });
  const answer = await callSlurm('sbatch', args, timeout);
  const id = answer.kind === 'answered' ? jobNumber(answer.text) : undefined;
  if (id !== undefined) {
    recordSubmission(job.folder, { kind: 'taken', name, job: id });
    return { name, job: id, tasks };
  }
  const why = complaint(answer);
  if (answer.kind === 'refused' || answer.kind === 'missing') {
    recordSubmission(job.folder, { kind: 'refused', name, reason: why });
  }
  return why;
}

/** As Slurm shows it, with something that no other array has. */
function uniqueName(name: string): string {
  const plain = name.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 40);
  return `${plain.replaceAll(/^[^A-Za-z0-9]+|-+$/g, '') || 'array'}-${randomBytes(5).toString('hex')}`;
}

/** The number in sbatch's answer, which has its line for itself; a site's programs may say more. */
function jobNumber(text: string): number | undefined {
  const found = /^(\d{1,15})(;.*)?$/m.exec(text)?.[1];
  return found === undefined ? undefined : Number(found);
}

function complaint(answer: Answer): string {
  switch (answer.kind) {
    case 'answered':
      return `sbatch named no job but said "${answer.text.trim().split('\n', 1)[0]}"`;
    case 'refused':
      return `${answer.reason}: nothing was submitted; change the options of Slurm, or ask \`scontrol ping\` and \`sinfo\``;
    case 'silent':
      return `${answer.reason}: it may have submitted all the same; ask for the status before you try again`;
    case 'missing':
      return `${answer.reason}: run this on a machine of the cluster that submits jobs`;
  }
}

function progress(done: number, parts: number): string {
  return done === 0 ? '' : ` (${done} of ${parts} arrays were submitted before)`;
}
