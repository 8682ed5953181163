import assert from 'node:assert/strict';
import { completeTasks, finishTasks, type StagedJobs } from '@sherpa/db';
import { toCompletion } from '../../engine/finish-of.ts';
import { dispatching } from './dispatching.ts';
import type { ModelEnd } from './ledger-model.ts';
import type { Course, Outgoing, WorkerProcess, World } from './world.ts';

const toEnd = ({ finish, isRefused }: Outgoing): ModelEnd => {
  const { id, attempt, workerId, outcome } = finish;
  return {
    id,
    attempt,
    workerId,
    becomes: outcome.status,
    isCounted: outcome.status !== 'pending' || outcome.counted,
    isDue: outcome.status !== 'pending' || outcome.delayMs === 0,
    events: finish.events.filter(({ type }) => !type.startsWith('task.')).map((event) => event.id),
    tasks: [...finish.messages.map(({ delivery }) => delivery), ...finish.tasks],
    stateVersion: finish.state[0]?.version,
    isRefused,
  };
};

const isPlain = ({ task, finish }: Outgoing): boolean => toCompletion(task, finish) !== undefined;

const write = async ({ ground: { db } }: World, workerId: string, batch: readonly Outgoing[]) => {
  const completions = batch.flatMap(({ task, finish }) => toCompletion(task, finish) ?? []);
  if (completions.length === 0) {
    const { answers, staged } = await finishTasks(
      db.engine,
      batch.map(({ finish }) => finish),
    );
    return { answers: answers.map(({ kind }) => kind), staged };
  }
  const kept = await completeTasks(db.hot, workerId, completions);
  const staged: StagedJobs[] = [];
  return { answers: kept.map((isKept) => (isKept ? 'committed' : 'fenced')), staged };
};

/**
 * Commits at once what a worker's attempts leave behind, those that leave nothing by themselves; then adds
 * the jobs of what follows. Who dies between the two has committed and nobody in the process knows.
 */
export async function* committing(world: World, worker: WorkerProcess): Course {
  const [first] = worker.outgoing;
  if (first === undefined) return;
  const batch = worker.outgoing.filter((one) => isPlain(one) === isPlain(first));
  worker.outgoing = worker.outgoing.filter((one) => !batch.includes(one));
  const expected = world.model.finish(batch.map(toEnd));
  const { answers, staged } = await write(world, worker.id, batch);
  assert.deepEqual(answers, expected, 'what becomes of the ends of attempts');
  yield* dispatching(world, staged);
  for (const [index, outgoing] of batch.entries()) outgoing.answer = expected[index];
}
