import { expect, test } from 'vitest';
import { parseQueue } from '../../../src/jobs/slurm/queueRows.ts';

test.each([
  ['PENDING', 'Priority', 'waiting', false],
  ['PENDING', 'JobArrayTaskLimit', 'waiting', false],
  ['PENDING', 'BeginTime', 'waiting', false],
  ['PENDING', 'JobHeldUser', 'waiting', true],
  ['PENDING', 'launch failed requeued held', 'waiting', true],
  ['REQUEUED', 'None', 'waiting', false],
  ['REQUEUE_HOLD', 'None', 'waiting', true],
  ['SPECIAL_EXIT', 'None', 'waiting', true],
  ['CONFIGURING', 'None', 'running', false],
  ['RUNNING', 'None', 'running', false],
  ['SUSPENDED', 'None', 'running', false],
  ['COMPLETING', 'NonZeroExitCode', 'running', false],
  ['COMPLETED', 'None', 'over', false],
  ['FAILED', 'NonZeroExitCode', 'over', false],
  ['CANCELLED', 'JobHeldUser', 'over', false],
  ['TIMEOUT', 'TimeLimit', 'over', false],
  ['NODE_FAIL', 'None', 'over', false],
  ['OUT_OF_MEMORY', 'OutOfMemory', 'over', false],
])('a task that is %s (%s) is %s, held: %s', (status, reason, state, held) => {
  expect(parseQueue(`sweep-1a|12|7|${status}|${reason}\n`)).toEqual([
    { name: 'sweep-1a', job: 12, tasks: [7], state, held },
  ]);
});

test.each([
  ['143-146%2', [143, 144, 145, 146]],
  ['3,5,8-10', [3, 5, 8, 9, 10]],
  ['0-8:4%1', [0, 4, 8]],
  ['9-3,1', [1]],
  ['1-3,...', [1, 2, 3]],
])('tasks that have not started, in one line: %s', (text, tasks) => {
  expect(parseQueue(`a|1|${text}|PENDING|Resources`)[0]?.tasks).toEqual(tasks);
});

test('lines that are of no array are left out', () => {
  expect(parseQueue('\nwarning: slow\nsingle|4|N/A|RUNNING|None\n|||\na|5|0|RUNNING|None')).toHaveLength(1);
});
