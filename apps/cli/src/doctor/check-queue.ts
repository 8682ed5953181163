import { loadConfig, queueConfig, type Environment } from '@sherpa/config';
import { AppError } from '@sherpa/core';
import { makeQueue, queueKind } from '@sherpa/queue';
import { green, red, type Check } from './check.ts';

/** Whether what moves the work answers. */
export const checkQueue = (env: Environment): Check => ({
  item: 10,
  title: 'queue answers',
  run: async () => {
    const settings = loadConfig({ queue: queueConfig }, env).queue;
    const place = `${queueKind(settings.url)} at ${new URL(settings.url).host}`;
    const queue = makeQueue({ ...settings, onError: () => undefined });
    try {
      await queue.ping();
      return green(place);
    } catch (err) {
      if (!(err instanceof AppError)) throw err;
      return red(`${place} does not answer`, 'Start it, or set QUEUE_URL to one that runs.');
    } finally {
      await queue.close().catch(() => undefined);
    }
  },
});
