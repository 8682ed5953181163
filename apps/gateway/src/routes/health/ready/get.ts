import { routes } from '@sherpa/api';
import { AppError } from '@sherpa/core';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';

const PARTS = ['database', 'queue'] as const;

export const getReadiness = ({ db, queue }: Pick<RouteDeps, 'db' | 'queue'>) =>
  defineHandler(routes.showReadiness, async () => {
    const answers = await Promise.allSettled([db.ping(), queue.ping()]);
    const silent = PARTS.filter((_part, index) => answers[index]?.status === 'rejected');
    if (silent.length === 0) return { status: 'ok' as const };
    throw new AppError('The gateway is not ready.', {
      code: silent.includes('database') ? 'database_unavailable' : 'integration_unavailable',
      status: 503,
      details: { problems: silent.map((field) => ({ field, problem: 'does not answer' })) },
      cause: answers.find((answer) => answer.status === 'rejected')?.reason,
    });
  });
