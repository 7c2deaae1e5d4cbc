import type { ZodError } from 'zod';

/** The first thing that a schema found wrong, as one line: which key, and what it must be. */
export function schemaIssue(error: ZodError): string {
  const issue = error.issues[0];
  if (issue === undefined) return error.message;
  if (issue.code === 'unrecognized_keys') {
    const keys = issue.keys.map((key) => quoted([...issue.path, key].join('.')));
    return `unknown key${keys.length > 1 ? 's' : ''} ${keys.join(', ')}`;
  }
  // what is wrong with a record's key is told below the record
  const message = (
    issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message
  ).replaceAll('\n', ' ');
  const path = issue.path.join('.');
  return path === '' ? message : `${quoted(path)}: ${message.charAt(0).toLowerCase()}${message.slice(1)}`;
}

/** A value from an untrusted file as part of a one-line message: escaped, and not too long. */
export function quoted(value: unknown): string {
  if (typeof value !== 'string') return value === null ? 'null' : `(${typeof value})`;
  return JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}...` : value);
}
