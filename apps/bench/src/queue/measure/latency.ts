import { AppError } from '@sherpa/core';
import { quantile } from '../../quantile.ts';
import { answerSchemas } from '../process/protocol.ts';
import type { Run } from '../run.ts';
import type { Session } from '../session.ts';
import { verify } from './verify.ts';
import { settle, sizeOf, startWorkers, stopWorkers, waitForRuns } from './work.ts';

export interface LatencyOptions {
  readonly samples: number;
  readonly perSecond: number;
  readonly capMs: number;
}

const CONCURRENCY = 10;
/** Left out at the beginning: the first ones find connections that have slept. */
const UNCOUNTED = 20;

/** From before the call that adds a task until the first line of its handler, with nothing else to do. */
export const latency = async (session: Session, options: LatencyOptions): Promise<readonly Run[]> => {
  const range = session.take(options.samples + UNCOUNTED);
  const [worker] = session.workers;
  if (worker === undefined) throw new AppError('Latency needs a worker.');
  await session.servers.tidy(session.databaseUrl);
  await startWorkers(session, CONCURRENCY, range);
  const { addedAt } = await session.producer.ask(
    { call: 'pace', ...range, perSecond: options.perSecond },
    answerSchemas.pace,
  );
  if (!(await waitForRuns(session, sizeOf(range), options.capMs))) {
    throw new AppError('At low load a task did not start.', { details: { contestant: session.contestant } });
  }
  await settle(session);
  const { startedAt } = await worker.ask({ call: 'tally' }, answerSchemas.tally);
  await stopWorkers(session);
  await verify(session, range);
  const waits = [...startedAt].map((at, index) => at - (addedAt[index] ?? Number.NaN)).slice(UNCOUNTED);
  const run = {
    contestant: session.contestant,
    measure: 'latency',
    unit: 'ms',
    tasks: waits.length,
    seconds: waits.length / options.perSecond,
  } as const;
  return [
    { ...run, variant: 'p50', value: quantile(waits, 0.5) },
    { ...run, variant: 'p99', value: quantile(waits, 0.99) },
  ];
};
