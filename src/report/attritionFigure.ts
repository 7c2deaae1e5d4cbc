import type { TopLevelSpec } from 'vega-lite';
import { type CheckpointRow, groupBy, type HyperparameterValue, passesGate } from '../correlation/index.ts';
import { plainColor } from './chartStyle.ts';
import { formatNumber } from './measureLabel.ts';
import { type Panel, sideBySide } from './panels.ts';
import type { PanelOptions, ReportTable } from './reportTable.ts';

/** Values of a hyperparameter beyond this number have no bars of their own. */
const mostValues = 12;
const fates = ['enter', 'left out'] as const;

interface Bar {
  readonly value: string;
  readonly fate: (typeof fates)[number];
  readonly models: number;
  readonly text: string;
}

/**
 * How many models the gate leaves out, as a Vega-Lite specification: a panel a hyperparameter, a bar a value of it.
 * Undefined where it leaves none out, or no hyperparameter takes from two to twelve values.
 */
export function attritionFigure(
  { checkpoints, correlations }: Pick<ReportTable, 'checkpoints' | 'correlations'>,
  { columns = 2 }: PanelOptions = {},
): TopLevelSpec | undefined {
  const gate = correlations[0]?.gate ?? 0;
  if (checkpoints.every((row) => passesGate(row, gate))) return undefined;
  const names = [...new Set(checkpoints.flatMap((row) => Object.keys(row.hyperparameters)))];
  const panels = names.flatMap((name) => {
    const values = valuesOf(checkpoints, name);
    if (values.length < 2 || values.length > mostValues) return [];
    return [hyperparameterPanel(name, barsOf(checkpoints, name, gate), values.map(valueText))];
  });
  if (panels.length === 0) return undefined;
  return sideBySide('How many models enter, and how many the gate leaves out.', panels, columns);
}

function valuesOf(checkpoints: readonly CheckpointRow[], name: string): readonly HyperparameterValue[] {
  const values = [...new Set(checkpoints.flatMap((row) => ownValue(row, name) ?? []))];
  return values.every((value) => typeof value === 'number') ? values.sort((a, b) => a - b) : values;
}

function barsOf(checkpoints: readonly CheckpointRow[], name: string, gate: number): readonly Bar[] {
  const having = checkpoints.filter((row) => ownValue(row, name) !== undefined);
  return [...groupBy(having, (row) => valueText(ownValue(row, name)!))].flatMap(([value, rows]) => {
    const entering = rows.filter((row) => passesGate(row, gate)).length;
    const text = `${name} ${value}: ${entering} of ${rows.length} models enter`;
    return [
      { value, fate: fates[0], models: entering, text },
      { value, fate: fates[1], models: rows.length - entering, text },
    ];
  });
}

function valueText(value: HyperparameterValue): string {
  return typeof value === 'number' ? formatNumber(value) : String(value);
}

function ownValue({ hyperparameters: own }: CheckpointRow, name: string): HyperparameterValue | undefined {
  return Object.hasOwn(own, name) ? own[name] : undefined;
}

function hyperparameterPanel(name: string, bars: readonly Bar[], values: readonly string[]): Panel {
  return {
    title: { text: name, frame: 'group' },
    width: 300,
    height: 20 * values.length,
    data: { values: bars.map((bar) => ({ ...bar })) },
    mark: { type: 'bar' },
    encoding: {
      x: { field: 'models', type: 'quantitative', title: 'models', axis: { tickCount: 5, format: 'd' } },
      y: {
        field: 'value',
        type: 'nominal',
        title: null,
        scale: { domain: [...values] },
        axis: { domain: false, ticks: false, labelOverlap: false, labelPadding: 8 },
      },
      color: {
        field: 'fate',
        type: 'nominal',
        title: null,
        scale: { domain: [...fates], range: [plainColor, '#a39c90'] },
      },
      order: { field: 'fate', sort: 'ascending' },
      description: { field: 'text' },
      tooltip: { field: 'text' },
    },
  };
}
