import type { TaskFailure } from '../jobs/index.ts';
import type { GroupSummary } from './groupSummary.ts';
import type { Piece } from './measurePieces.ts';

/** What is left of a piece whose worker was lost: the groups that it had measured, as it told, stay measured. */
export function restOf(piece: Piece, told: GroupSummary | undefined): Piece {
  if (piece.method !== 'groups' || told === undefined) return piece;
  return { ...piece, argument: { ...piece.argument, measured: told } };
}

function nameOf(piece: Piece): string {
  if (piece.method === 'evaluate') return 'losses and accuracies';
  const { m, first, count } = piece.argument.range;
  const groups = count === 1 ? `group ${first}` : `groups ${first}-${first + count - 1}`;
  return `${groups} of m = ${m}`;
}

/** One line: which worker was lost, at what, and what happens now. */
export function lostNotice(piece: Piece, { message }: TaskFailure): string {
  return `a worker was lost while it measured ${piece.checkpoint}, ${nameOf(piece)} (${message}); a new one goes on from there`;
}

/** Why a piece has no result, in one line; what the user can mend says so itself. */
export function failureReason(piece: Piece, { name, message }: TaskFailure): string {
  return name === 'UserError' ? message : `${nameOf(piece)} cost two workers: ${message}`;
}
