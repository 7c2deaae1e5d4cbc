/**
 * An error whose message is for the researcher who ran the command: one line that says what is wrong,
 * where, and what would be right. It is printed without a stack; every other error is a defect of ours.
 */
export class UserError extends Error {
  override readonly name: UserErrorName = 'UserError';
}

/** What was made cannot be kept: the disk is full, or a folder takes no files. What comes next would fail too. */
export class WriteError extends UserError {
  override readonly name = 'WriteError';
}

/** An error as it comes from another process has nothing but its name. */
export type UserErrorName = 'UserError' | 'WriteError';

/** Is an error of this name for the researcher? */
export function isUserErrorName(name: string): name is UserErrorName {
  return name === 'UserError' || name === 'WriteError';
}

/** The one-line reason of anything thrown. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}
