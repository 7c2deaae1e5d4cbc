import type { TaskFailure } from '../jobs/index.ts';
import { isUserErrorName } from '../userError.ts';
import type { GroupSummary } from './groupSummary.ts';
import type { Piece } from './measurePieces.ts';

type GroupsPiece = Extract<Piece, { readonly method: 'groups' }>;

/**
 * What is left of a piece whose worker was lost: the groups that it had measured, as it told, stay measured;
 * undefined where it measured none since it was last tried.
 */
export function restOf(piece: Piece, told: GroupSummary | undefined): Piece | undefined {
  if (piece.method !== 'groups' || told === undefined) return undefined;
  if (told.groups === measuredGroups(piece)) return undefined;
  return { ...piece, argument: { ...piece.argument, measured: told } };
}

function measuredGroups({ argument }: GroupsPiece): number {
  return argument.measured?.groups ?? 0;
}

/** What a piece begins with. */
function nameOf(piece: Piece): string {
  switch (piece.method) {
    case 'evaluate':
      return 'losses and accuracies';
    case 'complexity':
      return `the complexity measures ${piece.argument.family}`;
    case 'planeRow':
      return `the row of the plane at ${piece.argument.beta}`;
    case 'maximizerLines':
      return `the lines of the groups from ${piece.argument.range.first} on`;
    case 'groups': {
      const { m, first, count } = piece.argument.range;
      return `group ${first + Math.min(measuredGroups(piece), count - 1)} of m = ${m}`;
    }
  }
}

/** One line: which worker was lost, at what, and what happens now. */
export function lostNotice(rest: Piece, { message }: TaskFailure): string {
  return `a worker was lost while it measured ${rest.checkpoint}, ${nameOf(rest)} (${message}); a new one goes on from there`;
}

/** Why a piece, of which so much is left, has no result, in one line; what the user can mend says so itself. */
export function failureReason(rest: Piece, { name, message }: TaskFailure): string {
  return isUserErrorName(name) ? message : `${nameOf(rest)} cost two workers: ${message}`;
}
