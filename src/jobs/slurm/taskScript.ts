/**
 * The batch script of an array: it looks up which index the task has, and becomes the command with the index
 * as its last argument. So signals reach the command itself, and its exit status is the task's.
 *
 * The log's first line says which index it belongs to.
 */
export function taskScript(command: readonly string[], indices: string): string {
  return `#!/bin/bash
set -u
indices=${quote(indices)}
line=()
mapfile -t -s "$SLURM_ARRAY_TASK_ID" -n 1 line < "$indices"
if [ "\${#line[@]}" -ne 1 ]; then
  printf 'task %s: %s has no such line\\n' "$SLURM_ARRAY_TASK_ID" "$indices" >&2
  exit 1
fi
printf 'index %s, start %s, on %s\\n' "\${line[0]}" "$((\${SLURM_RESTART_COUNT:-0} + 1))" "\${SLURMD_NODENAME:-?}"
exec ${command.map(quote).join(' ')} "\${line[0]}"
`;
}

/** A word that a shell takes as it stands. */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
