/**
 * An error whose message is for the researcher who ran the command: one line that says what is wrong,
 * where, and what would be right. It is printed without a stack; every other error is a defect of ours.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/** The one-line reason of anything thrown. */
export function reason(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}
