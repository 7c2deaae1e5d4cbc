import { describe, expect, it } from 'vitest';
import { logAxis, numberAxis, roomyDomain } from '../../src/report/axes.ts';
import { renderSvg } from '../../src/report/render.ts';

/** What is written along an axis of these numbers. */
async function labels(scale: object, axis: object, numbers: readonly number[]): Promise<readonly string[]> {
  const svg = await renderSvg({
    data: { values: numbers.map((x) => ({ x })) },
    mark: 'point',
    encoding: { x: { field: 'x', type: 'quantitative', title: null, scale, axis } },
    width: 400,
  });
  return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text!);
}

describe('logAxis', () => {
  it('writes 0.01, 0.1, 1, and powers where there would be many zeros', async () => {
    const numbers = [5e-6, 2e4];
    expect(await labels({ type: 'log', nice: false }, logAxis([0.005, 20]), [0.005, 20])).toEqual([
      '0.01',
      '0.1',
      '1',
      '10',
    ]);
    expect(logAxis(numbers).values).toEqual([1e-5, 1e-3, 0.1, 10, 1000]);
    expect(await labels({ type: 'log', nice: false }, logAxis(numbers), numbers)).toEqual([
      '10⁻⁵',
      '0.001',
      '0.1',
      '10',
      '1000',
    ]);
  });
});

describe('numberAxis', () => {
  it.each([
    [
      [0, 0.004],
      ['0', '0.001', '0.002', '0.003', '0.004'],
    ],
    [
      [0, 4e-7],
      ['0', '1e-7', '2e-7', '3e-7', '4e-7'],
    ],
    [
      [-4000, 4000],
      ['−4000', '−2000', '0', '2000', '4000'],
    ],
    [
      [0, 4e6],
      ['0', '1e6', '2e6', '3e6', '4e6'],
    ],
  ])('of %j writes %j', async (numbers, texts) => {
    expect(await labels({}, { ...numberAxis(numbers), tickCount: 4 }, numbers)).toEqual(texts);
  });
});

describe('roomyDomain', () => {
  it('leaves room beyond the ends, also of a single number', () => {
    expect(roomyDomain([1, 3], 0.1)).toEqual([0.8, 3.2]);
    expect(roomyDomain([2], 0.1)).toEqual([1.8, 2.2]);
    expect(roomyDomain([0], 0.1)).toEqual([-0.1, 0.1]);
    expect(roomyDomain([])).toBeUndefined();
  });
});
