import { newId, toAppError } from '@sherpa/core';
import { makeQueue, type Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';

/** A queue of a test's own, ready for work; `close` it when done. */
export const makeTestQueue = async (url: string, log: Pick<Logger, 'warn'>): Promise<Queue> => {
  const queue = makeQueue({
    url,
    namespace: `t${newId().replaceAll('-', '').slice(-12)}`,
    onError: (error) => log.warn('queue trouble', { error: toAppError(error) }),
  });
  await queue.ready();
  return queue;
};
