import { UserError } from '../userError.ts';
import type { Labels } from './types.ts';

/** The most classes that labels of 16 bits tell apart. */
export const MOST_CLASSES: number = 2 ** 16;

/** Labels of 0, of one byte each where that is enough. */
export function emptyLabels(count: number, classes: number): Labels {
  return classes <= 2 ** 8 ? new Uint8Array(count) : new Uint16Array(count);
}

/**
 * @param where names the file in the message
 * @throws UserError when a label is no class
 */
export function checkClasses(where: string, labels: Labels, classes: number): void {
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0) {
    throw new UserError(`${where}: label ${labels[wrong]} at ${wrong}; labels are 0 to ${classes - 1}`);
  }
}
