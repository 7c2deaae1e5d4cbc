import { vi } from 'vitest';
import { fail } from '../../src/cli/fail.ts';
import { buildProgram } from '../../src/cli/program.ts';
import type { Ended } from './cli.ts';

/** Parses and runs a command line in this process: as the command does, but quicker. */
export async function inProcess(...args: readonly string[]): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      stdout += text;
      return true;
    }),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
      stderr += text;
      return true;
    }),
  ];
  try {
    await buildProgram().parseAsync(args, { from: 'user' });
    return { code: 0, signal: null, stdout, stderr };
  } catch (error) {
    const code = fail(error, false);
    return { code, signal: null, stdout, stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}
