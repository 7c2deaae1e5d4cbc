import { type ProvidedDataset, provideDataset, type SplitSummary, type Verification } from '../data/index.ts';
import { UserError } from '../userError.ts';
import { exitCodes } from './fail.ts';
import { interruptible } from './interrupt.ts';
import { startProgress } from './progress.ts';
import { duration, print, printJson, say } from './say.ts';

/** What the command line of `measure data` says. */
export interface DataOptions {
  readonly data: string;
  readonly quiet?: true | undefined;
  readonly json?: true | undefined;
}

/** One archive holds them all. */
const emnistSplits = ['balanced', 'byclass', 'bymerge', 'letters', 'digits', 'mnist'];

/** Gets a dataset that is not there, checks and describes it. */
export async function runData(name: string, options: DataOptions): Promise<void> {
  const names = name === 'emnist' ? emnistSplits.map((split) => `emnist-${split}`) : [name];
  const provided: ProvidedDataset[] = [];
  await interruptible(async (signal) => {
    for (const one of names) {
      const dataset = signal.aborted ? undefined : await provide(one, options, signal);
      if (!dataset) return;
      provided.push(dataset);
      if (!options.json) printDataset(dataset);
    }
  });
  const missing = names.slice(provided.length);
  if (missing.length > 0) {
    say(`stopped: ${missing.join(', ')} ${missing.length === 1 ? 'was' : 'were'} not written`);
    process.exitCode = exitCodes.interrupted;
    return;
  }
  if (options.json) printJson(name === 'emnist' ? provided : provided[0]);
  for (const { verification } of provided) requirePublished(verification);
}

/** @returns undefined when it was interrupted */
async function provide(
  name: string,
  { data, quiet }: DataOptions,
  signal: AbortSignal,
): Promise<ProvidedDataset | undefined> {
  const progress = startProgress({ quiet });
  const show = bytesShow();
  const onBytes = (file: string, done: number, total: number | null): void =>
    progress.update(`${name}: ${show(file, done, total)}`);
  try {
    return await provideDataset({ dataDirectory: data, name }, { onBytes, signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    throw error;
  } finally {
    progress.close();
  }
}

const inWords: Readonly<Record<Verification['kind'], string>> = {
  published: 'as published',
  unknown: 'no checksums of these files are published',
  differs: 'not as published',
};

function printDataset({ path, installed, verification, shape, classes, train, test }: ProvidedDataset): void {
  print(`${path}: ${installed ? 'written' : 'was there'}, ${inWords[verification.kind]}`);
  print(`images of ${shape.join(' x ')}, ${classes} ${classes === 1 ? 'class' : 'classes'}`);
  printSplit('train', train);
  printSplit('test', test);
}

function printSplit(split: string, { count, classCounts, mean, std, images }: SplitSummary): void {
  const numbers = (values: readonly number[]): string => values.map((value) => value.toFixed(4)).join(' ');
  const of = images < count ? ` (of ${images} images)` : '';
  print(`${split}: ${count} examples, pixel mean ${numbers(mean)}, std ${numbers(std)}${of}`);
  print(`  of each class: ${balance(classCounts)}`);
}

/** More classes than these are summed up. */
const LISTED_CLASSES = 20;

function balance(counts: readonly number[]): string {
  if (counts.length <= LISTED_CLASSES) return counts.join(' ');
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (fewest === most) return `${fewest}`;
  const mean = counts.reduce((a, b) => a + b, 0) / counts.length;
  const place = (count: number): string => `${count} (class ${counts.indexOf(count)})`;
  return `${place(fewest)} to ${place(most)}, mean ${mean.toFixed(1)}`;
}

function requirePublished(verification: Verification): void {
  if (verification.kind !== 'differs') return;
  throw new UserError(
    `${verification.what}: not the published file; for that, move the folder away and run this again`,
  );
}

/** Says how much of a file is there, how fast it comes, and what is left. */
function bytesShow(): (file: string, done: number, total: number | null) => string {
  let began: { readonly file: string; readonly at: number; readonly done: number } | undefined;
  return (file, done, total) => {
    if (began?.file !== file) began = { file, at: Date.now(), done };
    const perSecond = ((done - began.done) / (Date.now() - began.at)) * 1000;
    const of = total === null ? '' : ` of ${megabytes(total)}`;
    if (!Number.isFinite(perSecond) || perSecond <= 0) return `${file}, ${megabytes(done)}${of} MB`;
    const left = total === null ? '' : `  ${duration((total - done) / perSecond)} left`;
    return `${file}, ${megabytes(done)}${of} MB  ${megabytes(perSecond)} MB/s${left}`;
  };
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
