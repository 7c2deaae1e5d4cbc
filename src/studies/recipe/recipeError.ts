import { UserError } from '../../userError.ts';
import type { Settings } from './settings.ts';

/** Settings that are right one by one and not together. */
export class Contradiction extends UserError {
  /** How the message begins: whose fault it is. */
  readonly label: string;

  constructor(label: string, why: string) {
    super(`${label} ${why}`);
    this.label = label;
  }
}

/** How an error about a key begins; what no setting says is named by its path. */
export function labelOf(settings: Settings, path: string): string {
  return settings.get(path)?.label ?? path;
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}
