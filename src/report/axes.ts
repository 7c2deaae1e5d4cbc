/** How an axis or a legend writes its numbers. */
export interface NumberAxis {
  readonly format: string;
  readonly labelExpr: string;
}

/** How an axis of ordinary numbers writes them: very small and very large ones with a power of ten. */
export function numberAxis(values: readonly number[]): NumberAxis {
  const most = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const isOrdinary = most === 0 || (most >= 1e-3 && most < 1e5);
  const labelExpr = "datum.value === 0 ? '0' : replace(datum.label, 'e+', 'e')";
  return { format: isOrdinary ? '.4~r' : '.2~e', labelExpr };
}

/** A logarithmic axis: 0.01, 0.1, 1; and 10⁻⁵ where zeros would have to be counted. */
export interface LogAxis {
  readonly values: number[];
  readonly labelExpr: string;
}

/** More labels than these would touch each other. */
const mostPowers = 7;

/** The powers of ten among some positive numbers, all of them or every second ... */
export function logAxis(numbers: readonly number[]): LogAxis {
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const first = Math.ceil(Math.log10(least) - 1e-9);
  const last = Math.floor(Math.log10(most) + 1e-9);
  const step = Math.max(1, Math.ceil((last - first + 1) / mostPowers));
  const powers: number[] = [];
  for (let power = first; power <= last; power += step) powers.push(power);
  const ticks = powers.map((power) => ({ value: Number(`1e${power}`), text: powerText(power) }));
  const labels = Object.fromEntries(ticks.map(({ value, text }) => [String(value), text]));
  return { values: ticks.map(({ value }) => value), labelExpr: `${JSON.stringify(labels)}[datum.value]` };
}

function powerText(power: number): string {
  if (power >= -3 && power <= 4) return String(Number(`1e${power}`));
  return `10${[...String(power)].map((character) => superscripts[character]!).join('')}`;
}

const superscripts: Readonly<Record<string, string>> = {
  '-': '⁻',
  ...Object.fromEntries([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((character, digit) => [String(digit), character])),
};

/** The least and the largest of some numbers with a little room beyond both; undefined of none. */
export function roomyDomain(numbers: readonly number[], room = 0.06): [number, number] | undefined {
  if (numbers.length === 0) return undefined;
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const more = (most - least || Math.abs(most) || 1) * room;
  return [least - more, most + more];
}
