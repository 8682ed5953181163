import { AppError } from '@sherpa/core';
import { answerSchemas, type Answers } from '../process/protocol.ts';
import type { Session } from '../session.ts';

/** Tasks by number, the end left out. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

const SETTLE_MS = 20_000;
const LOOK_MS = 1_000;

export const sizeOf = ({ from, to }: Range): number => to - from;

/** How many tasks the workers have run by now, as far as they have told. */
export const ranSoFar = ({ workers }: Session): number =>
  workers.reduce((sum, worker) => sum + worker.progress().ran, 0);

/** Lets the workers start; answers when the clock began: with the first task, or when they had started. */
export const startWorkers = async (
  { workers }: Session,
  concurrency: number,
  range: Range,
): Promise<number> => {
  const started = await Promise.all(
    workers.map((worker) => worker.ask({ call: 'start', concurrency, ...range }, answerSchemas.start)),
  );
  return Math.min(...started.map(({ at }) => at));
};

export const stopWorkers = async ({ workers }: Session): Promise<void> => {
  await Promise.all(workers.map((worker) => worker.tell({ call: 'stop' })));
};

/** Waits until that many tasks have run; false when the time is over first. */
export const waitForRuns = (session: Session, count: number, withinMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const end = (isEnough: boolean): void => {
      clearTimeout(timer);
      clearInterval(looks);
      resolve(isEnough);
    };
    const look = (): void => {
      if (ranSoFar(session) >= count) end(true);
    };
    const timer = setTimeout(() => end(false), withinMs);
    const looks = setInterval(look, LOOK_MS);
    for (const worker of session.workers) worker.onProgress(look);
    look();
  });

/** When the first and the last of these tasks ran. */
export const momentsOf = ({ workers }: Session): { readonly firstAt: number; readonly lastAt: number } => {
  const told = workers.map((worker) => worker.progress()).filter(({ ran }) => ran > 0);
  return {
    firstAt: Math.min(...told.map(({ firstAt }) => firstAt)),
    lastAt: Math.max(...told.map(({ lastAt }) => lastAt)),
  };
};

/** Waits until the stores say that all is recorded; answers when that was. */
export const settle = async ({ producer, contestant }: Session): Promise<number> => {
  const { at, isDone } = await producer.ask({ call: 'settle', timeoutMs: SETTLE_MS }, answerSchemas.settle);
  if (!isDone) throw new AppError('Tasks have run that were not recorded.', { details: { contestant } });
  return at;
};

export const produce = async (
  { producer }: Session,
  range: Range,
  how: { readonly mode: 'bulk' | 'ways' | 'lanes'; readonly width: number; readonly withinMs?: number },
): Promise<Answers['produce']> =>
  producer.ask(
    { call: 'produce', withinMs: Number.MAX_SAFE_INTEGER, ...how, ...range },
    answerSchemas.produce,
  );

export const audit = ({ producer }: Session): Promise<Answers['audit']> =>
  producer.ask({ call: 'audit' }, answerSchemas.audit);
