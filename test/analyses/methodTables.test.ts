import { describe, expect, it } from 'vitest';
import * as table23 from '../../analyses/table-2-3/cases.ts';
import { readme as readme23 } from '../../analyses/table-2-3/readme.ts';
import * as table6 from '../../analyses/table-6/cases.ts';
import { readme as readme6 } from '../../analyses/table-6/readme.ts';
import type { Outcome } from '../../analyses/trainings/outcome.ts';
import { METHODS, planRuns } from '../../analyses/trainings/planned.ts';
import { claimVerdict } from '../../analyses/trainings/text.ts';
import { diverged, guessing, trained } from './runFolders.ts';

/** ASAM is 2 points above SAM, SAM 1 point above SGD, over seeds that differ by more. */
const accuracies = { SGD: 0.6, SAM: 0.61, ASAM: 0.63, 'SGD½': 0.58 } as const;
const seeds = [0, 1, 2];
const noisy = (base: number, seed: number): number => base + 0.05 * seed;

function outcomes23(): Map<string, readonly Outcome[]> {
  return new Map(
    table23.NETWORKS.flatMap((network) =>
      METHODS.map((method) => [
        table23.caseName(network, method),
        seeds.map((seed) => trained(seed, noisy(accuracies[method], seed))),
      ]),
    ),
  );
}

function row(text: string, ...starts: string[]): string[] {
  const line = text.split('\n').find((one) => one.startsWith(`| ${starts.join(' | ')} |`));
  return line!.split(' | ').map((cell) => cell.replaceAll(/^\| | \|$/g, ''));
}

function differences(text: string): string {
  return text.slice(text.indexOf('## Differences'));
}

describe('tables 2 and 3', () => {
  it('have means, standard deviations and success rates, failed runs left out', () => {
    const outcomes = outcomes23().set('resnet-8-sam', [trained(0, 0.7, 0.6), diverged(1), diverged(2)]);
    const text = readme23(outcomes, table23.SCALE);
    expect(row(text, 'ResNet-8', 'SAM').slice(2)).toEqual([
      ...['70.00', '60.00', '90.00', '90.00', '80.00', '1/3', '23'],
    ]);
    expect(row(text, 'ResNet-8', 'SGD')[2]).toBe('65.00 ± 5.00');
  });

  it('say that the claim shows where it does', () => {
    const text = readme23(outcomes23(), table23.SCALE);
    expect(text).toContain('**That ASAM is better than SAM shows at this scale.**');
    expect(row(differences(text), 'ResNet-8').slice(1, 4)).toEqual([
      '**+1.00 ± 0.00**',
      '**+3.00 ± 0.00**',
      '**+2.00 ± 0.00**',
    ]);
  });

  it('say that it does not where its opposite does', () => {
    const outcomes = outcomes23();
    for (const network of table23.NETWORKS)
      outcomes.set(
        `${network}-asam`,
        seeds.map((seed) => trained(seed, noisy(0.4, seed))),
      );
    const text = readme23(outcomes, table23.SCALE);
    expect(text).toContain(
      '**That ASAM is better than SAM does not show at this scale: its opposite does.**',
    );
    expect(text).toContain('**That SAM is better than SGD shows at this scale.**');
  });

  it('say where the networks have not fitted their training images', () => {
    const text = readme23(outcomes23(), table23.SCALE);
    expect(text).toContain(
      'training accuracies after the last epoch are 80 to 80 %: no network has come close',
    );
    const fitted = outcomes23().set('cnn-sgd', [{ ...trained(0, 0.6), trainAccuracy: 0.99 }]);
    expect(readme23(fitted, table23.SCALE)).toContain('after the last epoch are 80 to 99 %.');
  });

  it('compare only the seeds that failed with neither method', () => {
    const outcomes = outcomes23().set('cnn-sam', [
      diverged(0),
      trained(1, 0.7),
      trained(2, 0.7),
      guessing(3),
    ]);
    outcomes.set('cnn-sgd', [...outcomes.get('cnn-sgd')!, trained(3, 0.6)]);
    const text = readme23(outcomes, table23.SCALE);
    // SGD of seeds 1 and 2: 0.65 and 0.7
    expect(row(differences(text), table23.NETWORK_TITLES.cnn)[1]).toBe('+2.50 ± 2.50');
  });
});

describe('table 6', () => {
  it("has maximum accuracies beside the paper's, and final ones", () => {
    const outcomes = new Map(
      table6.NOISE_RATES.flatMap((noise) =>
        METHODS.map((method) => [
          table6.caseName(noise, method),
          seeds.map((seed) => trained(seed, noisy(accuracies[method], seed), 0.5)),
        ]),
      ),
    );
    const text = readme6(outcomes, table6.SCALE);
    expect(row(text, '80 %')).toEqual([
      ...['80 %', '65.00 ± 5.00', '66.00 ± 5.00', '68.00 ± 5.00', '63.00 ± 5.00'],
      ...['68.35 ± 0.85', '69.92 ± 0.98', '67.69 ± 1.34'],
    ]);
    expect(text).toContain(
      '| 40 % | 50.00 ± 0.00 | 50.00 ± 0.00 | 50.00 ± 0.00 | 50.00 ± 0.00 | 3/3, 3/3, 3/3, 3/3 |',
    );
  });

  it('has the same noise for all methods, and another for every seed', () => {
    const options = { data: 'data', runs: 'out', out: 'results', workers: 1, engine: 'cpu' } as const;
    const planned = planRuns(table6.casesOf(table6.SCALE), { ...options, scale: table6.SCALE });
    expect(planned).toHaveLength(5 * 4 * 3);
    for (const { name, request } of planned) {
      const { dataset, seed, training } = request;
      expect(dataset).toMatchObject({ labelNoiseSeed: seed, trainCount: 5000 });
      expect(`noise-${100 * dataset.labelNoise}`).toBe(name.match(/^noise-\d+/)![0]);
      expect(training.epochs).toBe((name.endsWith('-sgd') ? 2 : 1) * table6.SCALE.epochs);
    }
    expect(new Set(planned.map(({ request }) => request.out)).size).toBe(planned.length);
  });
});

describe('claimVerdict', () => {
  const verdict = (...verdicts: readonly ('higher' | 'lower' | 'undecided')[]): string =>
    claimVerdict(
      verdicts.map((one) => ({ difference: { pairs: 3, mean: 1, standardError: 1, verdict: one } })),
    );

  it('tells all from some from none', () => {
    expect(verdict('higher', 'higher')).toBe('shows at this scale');
    expect(verdict('higher', 'undecided')).toBe('shows in part at this scale');
    expect(verdict('higher', 'lower')).toBe('shows in part at this scale, and its opposite elsewhere');
    expect(verdict('undecided')).toBe('does not show at this scale: there is no clear difference');
    expect(verdict('lower', 'undecided')).toBe('does not show at this scale: its opposite does in part');
  });
});
