import { packageVersion } from '../../packageVersion.ts';
import { exitCodes } from '../fail.ts';
import { print, printJson } from '../say.ts';
import { doctorText } from './doctorText.ts';
import { examine, verdict } from './findings.ts';
import { lookAround } from './surroundings.ts';

/** What the command line of `measure doctor` says. */
export interface DoctorOptions {
  readonly data: string;
  readonly json?: boolean | undefined;
}

/** Looks at everything that measuring needs, and prints what is here and what is missing. */
export async function runDoctor({ data, json }: DoctorOptions): Promise<void> {
  const around = await lookAround(data);
  const { works } = verdict(around);
  if (json) printJson({ version: packageVersion(), works, findings: examine(around), surroundings: around });
  else print(doctorText(around));
  if (!works) process.exitCode = exitCodes.failed;
}
