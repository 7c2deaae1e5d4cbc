import { conditionalInformationIn, populationOf, tauBTest } from '../../src/correlation/index.ts';
import { randomStream } from '../../src/random/stream.ts';
import { median } from '../timing.ts';

const REPETITIONS = 5;
/** Four measures at twelve radii. */
const COLUMNS = 48;
const OBSERVATIONS = [1000, 10_000, 100_000, 1_000_000] as const;

function printLine(what: string, count: string, took: string): void {
  console.log(what.padEnd(40) + count.padStart(14) + took.padStart(14));
}

/** Processor time: the calls keep one core busy. */
function tell(what: string, count: number, call: () => unknown): void {
  const times = Array.from({ length: REPETITIONS }, () => {
    const before = process.cpuUsage();
    call();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  printLine(what, String(count), median(times).toFixed(1));
}

/** Time of the rank coefficients, on numbers that are made up. */
export async function ranks(): Promise<void> {
  const { normal } = randomStream(0, 'bench ranks');
  printLine('', 'models', 'CPU, ms');
  const grid = Array.from({ length: 5 ** 4 }, (_, k) => ({
    hyperparameters: Object.fromEntries([0, 1, 2, 3].map((axis) => [axis, Math.floor(k / 5 ** axis) % 5])),
    gap: normal(),
  }));
  const columns = Array.from({ length: COLUMNS }, () => grid.map(({ gap }) => gap + normal()));
  tell(`K of ${COLUMNS} measures`, grid.length, () => {
    const information = conditionalInformationIn(populationOf(grid, ['0', '1', '2', '3']));
    for (const measures of columns) information(measures);
  });
  for (const count of OBSERVATIONS) {
    const gaps = Float64Array.from({ length: count }, normal);
    const measures = gaps.map((gap) => gap + normal());
    tell('tau-b and its p-value', count, () => tauBTest(measures, gaps));
    const few = (values: Float64Array) => values.map((value) => Math.round(100 * value));
    tell('tau-b and its p-value, many ties', count, () => tauBTest(few(measures), few(gaps)));
  }
}
