import { describe, expect, it } from 'vitest';
import { caseName, REFERENCE, SCALE, VARIANTS } from '../../analyses/figure-4/cases.ts';
import { curvesOf } from '../../analyses/figure-4/curves.ts';
import { figure } from '../../analyses/figure-4/figure.ts';
import { readme } from '../../analyses/figure-4/readme.ts';
import type { Outcome } from '../../analyses/trainings/outcome.ts';
import { renderSvg } from '../../src/index.ts';
import { diverged, trained } from './runFolders.ts';

/** Better with the radius, but for the largest, where a run diverges; p = infinity is 10 points behind. */
function outcomes(): Map<string, readonly Outcome[]> {
  const accuracy = (name: string, step: number): number =>
    0.5 + 0.02 * step - (name === 'element-inf' ? 0.1 : 0) - (name === 'filter-2' ? 0.01 : 0);
  return new Map([
    [REFERENCE, [trained(0, 0.45), trained(1, 0.47)]],
    ...VARIANTS.flatMap((variant) =>
      variant.radii.map((rho, step): [string, readonly Outcome[]] => {
        const best = accuracy(variant.name, step);
        const isLast = step === variant.radii.length - 1;
        return [
          caseName(variant, rho),
          isLast ? [trained(0, 0.3), diverged(1)] : [trained(0, best), trained(1, best + 0.01)],
        ];
      }),
    ),
  ]);
}

describe('figure 4', () => {
  it('finds the best radius of each kind', () => {
    expect(curvesOf(outcomes()).map(({ best }) => best?.rho)).toEqual([1e-2, 1, 1, 1]);
  });

  it('draws a line of means a kind, a dot a run that did not fail, and SGD', async () => {
    const svg = await renderSvg(figure(outcomes()));
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(4);
    expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(4 * 9);
    expect(svg.match(/aria-roledescription="rule mark"/g)!.length).toBeGreaterThan(0);
    expect(svg).toContain('>SGD</text>');
  });

  it('draws what there is where all runs of a kind, or of SGD, failed', async () => {
    const failed = outcomes().set(REFERENCE, [diverged(0), diverged(1)]);
    for (const rho of VARIANTS[0]!.radii) failed.set(caseName(VARIANTS[0]!, rho), [diverged(0), diverged(1)]);
    const svg = await renderSvg(figure(failed));
    expect(svg.match(/aria-roledescription="line mark"/g)).toHaveLength(3);
    expect(svg).not.toContain('>SGD</text>');
    expect(readme(failed, SCALE)).toContain('no runs to compare with the best radius of each');
  });

  it('tells how the kinds compare', () => {
    const text = readme(outcomes(), SCALE);
    expect(text).toContain('**That p = 2 is better than p = ∞ shows at this scale**: +10.00 ± 0.00');
    expect(text).toContain(
      'Element-wise against filter-wise: +0.80 on average over the radii, +1.00 ± 0.00 with',
    );
    expect(text).toContain('| element-wise, p = 2 | 1 | **56.50 ± 0.71** |');
    expect(text).toContain('| element-wise, p = 2 | 2 | 30.00 | 30.00 | 80.00 | 1/2 |');
  });
});
