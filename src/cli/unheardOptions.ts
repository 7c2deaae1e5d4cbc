import { type CommandUnknownOpts, InvalidArgumentError } from '@commander-js/extra-typings';
import type { Ascent } from '../sharpness/types.ts';
import type { PlanOptions } from './planOptions.ts';

type AscentName = Ascent['kind'];

const iterative: readonly AscentName[] = ['pgd', 'apgd', 'epfl-apgd'];

/** The ascents that hear an option; of the options that only some hear. */
const hearers: ReadonlyMap<string, readonly AscentName[]> = new Map([
  ['steps', iterative],
  ['restarts', iterative],
  ['stepSize', ['pgd']],
  ['momentum', ['pgd']],
  ['draws', ['average-gaussian', 'average-uniform']],
  ['sigma', ['average-gaussian']],
]);

/** The one norm order that stands in the rows of an average. */
const onlyNorm: ReadonlyMap<AscentName, string> = new Map([
  ['average-gaussian', '2'],
  ['average-uniform', 'inf'],
]);

/** Refuses options that the command line gives and its ascent would not hear. */
export function refuseUnheard(
  command: CommandUnknownOpts,
  { ascent, p }: Pick<PlanOptions, 'ascent' | 'p'>,
): void {
  const given = (name: string): boolean => command.getOptionValueSource(name) === 'cli';
  for (const option of command.options) {
    const name = option.attributeName();
    const heardBy = hearers.get(name);
    if (!heardBy || heardBy.includes(ascent) || !given(name)) continue;
    throw new InvalidArgumentError(
      `${option.long} says nothing to --ascent ${ascent}: it is for ${heardBy.join(', ')}`,
    );
  }
  const norm = onlyNorm.get(ascent);
  if (norm !== undefined && given('p') && p.join() !== norm) {
    throw new InvalidArgumentError(`--p ${p.join()}: --ascent ${ascent} has p = ${norm} only`);
  }
}
