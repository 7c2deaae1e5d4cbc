import { oneLine } from '../say.ts';
import { examine, type Finding, verdict } from './findings.ts';
import type { Surroundings } from './surroundings.ts';

/** A line each thing, below it the command that gets what is missing; at the end, whether measuring works. */
export function doctorText(around: Surroundings): string {
  const lines = examine(around).flatMap(({ subject, state, text, get }) => [
    `${subject.padEnd(9)} ${marks[state].padEnd(8)} ${oneLine(text)}`,
    ...(get === undefined ? [] : [`${' '.repeat(19)}-> ${get}`]),
  ]);
  return [...lines, '', verdict(around).text].join('\n');
}

const marks: Readonly<Record<Finding['state'], string>> = { ok: 'ok', missing: 'missing', optional: '-' };
