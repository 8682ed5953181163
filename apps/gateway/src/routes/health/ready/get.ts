import { setTimeout as sleep } from 'node:timers/promises';
import { routes } from '@sherpa/api';
import { AppError } from '@sherpa/core';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';

// A probe gives up after a second or more; the answer must be there before.
const ANSWER_WITHIN_MS = 900;

const PARTS = ['database', 'queue'] as const;

const withinTime = async (ping: Promise<void>): Promise<void> => {
  const late = { late: true };
  const answer = await Promise.race([ping, sleep(ANSWER_WITHIN_MS, late, { ref: false })]);
  if (answer === late) throw new AppError('It did not answer in time.');
};

export const getReadiness = ({ db, queue }: Pick<RouteDeps, 'db' | 'queue'>) =>
  defineHandler(routes.showReadiness, async () => {
    const answers = await Promise.allSettled([withinTime(db.ping()), withinTime(queue.ping())]);
    const silent = PARTS.filter((_part, index) => answers[index]?.status === 'rejected');
    if (silent.length === 0) return { status: 'ok' as const };
    throw new AppError('The gateway is not ready.', {
      code: silent.includes('database') ? 'database_unavailable' : 'queue_unavailable',
      status: 503,
      details: { problems: silent.map((field) => ({ field, problem: 'does not answer' })) },
      cause: answers.find((answer) => answer.status === 'rejected')?.reason,
    });
  });
