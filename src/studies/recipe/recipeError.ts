import { UserError } from '../../userError.ts';
import type { Settings } from './settings.ts';

/** What is wrong with one setting. */
export class SettingError extends UserError {
  /** How the message begins: whose fault it is. */
  readonly label: string;

  constructor(label: string, why: string, between = ': ') {
    super(`${label}${between}${why}`);
    this.label = label;
  }
}

/** Settings that are right one by one and not together. */
export class Contradiction extends SettingError {
  constructor(label: string, why: string) {
    super(label, why, ' ');
  }
}

/** How an error about a key begins; what no setting says is named by its path. */
export function labelOf(settings: Settings, path: string): string {
  return settings.get(path)?.label ?? path;
}

/** A value as a message shows it: as YAML writes it on one line. */
export function shown(value: unknown): string {
  const text = inYaml(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

/** JSON, which is YAML, has no numbers that are not finite. */
function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(',')}]`;
  if (Number.isNaN(value)) return '.nan';
  if (value === Number.POSITIVE_INFINITY) return '.inf';
  if (value === Number.NEGATIVE_INFINITY) return '-.inf';
  return JSON.stringify(value) ?? String(value);
}
