import type { PairedDifference, Spread } from './statistics.ts';
import type { Summary } from './summary.ts';

/** A table in Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Shares in percent: `93.18 ± 0.21`, mean and standard deviation. */
export function spreadText({ mean, std }: Spread): string {
  if (mean === null) return '-';
  return std === null ? percent(mean) : `${percent(mean)} ± ${percent(std)}`;
}

/** `5/5`: the runs that did not fail. */
export function successText({ runs, failed }: Summary): string {
  return `${runs - failed}/${runs}`;
}

/** In percentage points: `+0.24 ± 0.11`, mean and standard error; bold where Student's interval leaves 0 out. */
export function differenceText({ mean, standardError, verdict }: PairedDifference): string {
  if (mean === null) return '-';
  const text = `${signed(mean)}${standardError === null ? '' : ` ± ${percent(standardError)}`}`;
  return verdict === 'undecided' ? text : `**${text}**`;
}

/** A difference and what it is of. */
export interface Compared {
  readonly where: string;
  readonly difference: PairedDifference;
}

/** One sentence on a comparison: `ASAM against SAM: higher with a, b; no clear difference with c.` */
export function comparisonSentence(title: string, compared: readonly Compared[]): string {
  const parts = (
    [
      ['higher', 'higher'],
      ['lower', 'lower'],
      ['undecided', 'no clear difference'],
    ] as const
  ).flatMap(([verdict, words]) => {
    const these = compared.filter(({ difference }) => difference.verdict === verdict);
    const list = these.map(({ where, difference }) => `${where} (${differenceWords(difference)})`);
    return list.length === 0 ? [] : [`${words} ${list.join(', ')}`];
  });
  return `${title}: ${parts.join('; ')}.`;
}

/** What of a claim that a difference is positive everywhere shows. */
export function claimVerdict(compared: readonly Pick<Compared, 'difference'>[]): string {
  const count = (verdict: PairedDifference['verdict']): number =>
    compared.filter(({ difference }) => difference.verdict === verdict).length;
  const [higher, lower] = [count('higher'), count('lower')];
  if (higher === compared.length) return 'shows at this scale';
  if (higher > 0) return `shows in part at this scale${lower > 0 ? ', and its opposite elsewhere' : ''}`;
  if (lower === 0) return 'does not show at this scale: there is no clear difference';
  return `does not show at this scale: its opposite does${lower < compared.length ? ' in part' : ''}`;
}

/** The same without emphasis, in a sentence. */
export function differenceWords({ mean, standardError }: PairedDifference): string {
  if (mean === null) return 'no runs to compare';
  return `${signed(mean)}${standardError === null ? '' : ` ± ${percent(standardError)}`}`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${percent(Math.abs(share))}`;
}

function percent(share: number): string {
  return (100 * share).toFixed(2);
}
