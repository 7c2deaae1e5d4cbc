import { cpus } from 'node:os';
import { UserError } from '../src/userError.ts';
import { installPeer } from './installPeer.ts';
import { ascent } from './parts/ascent.ts';
import { plan } from './parts/plan.ts';
import { ranks } from './parts/ranks.ts';
import { resamples } from './parts/resamples.ts';
import { runs } from './parts/runs.ts';
import { scale } from './parts/scale.ts';
import { gradients, steps } from './parts/steps.ts';
import { sweep } from './parts/sweep.ts';

/** Speed beside PyTorch's, in one run on the same cores. `npm run bench step plan` runs some of it. */

/** Beside PyTorch. */
const COMPARED = { step: steps, gradient: gradients, plan, ascent, sweep } as const;
const ALONE = { scale, runs, ranks, resamples } as const;
const PARTS = { ...COMPARED, ...ALONE } as const;
const NAMES = Object.keys(PARTS).filter(isPart);

function isPart(name: string): name is keyof typeof PARTS {
  return Object.hasOwn(PARTS, name);
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !isPart(name));
  if (unknown !== undefined) throw new UserError(`bench: no part ${unknown}; there are ${NAMES.join(', ')}`);
  const chosen = names.length > 0 ? names.filter(isPart) : NAMES;
  const python = chosen.some((name) => Object.hasOwn(COMPARED, name)) ? installPeer() : '';
  console.log(`${cpus()[0]?.model.trim()}, Node ${process.version}`);
  for (const name of chosen) await PARTS[name](python);
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UserError)) throw error;
  console.error(error.message);
  process.exitCode = 1;
}
process.exit();
