import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '@sherpa/core';
import { monotonicMs } from '../../monotonic.ts';
import type { Auditor, Contestant, Place, Producer, Worker } from '../contestant.ts';
import { contestants } from '../contestants/index.ts';
import { makeProduce, pace } from './produce.ts';
import type { Answers, Progress, Request } from './protocol.ts';
import { makeTally } from './tally.ts';

type Handlers = {
  readonly [C in Request['call']]: (request: Extract<Request, { call: C }>) => Promise<Answers[C]>;
};

const PROGRESS_EVERY_MS = 10;
const LOOK_EVERY_MS = 2;

const given = <T>(part: T | undefined): T => {
  if (part === undefined) throw new AppError('The process was asked for a part that it has not opened.');
  return part;
};

/** Resolves when the stores say that nothing is left, or when the time is over. */
const settle = async (auditor: Auditor, timeoutMs: number): Promise<Answers['settle']> => {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const isDone = await auditor.isDone();
    const at = monotonicMs();
    if (isDone || performance.now() > deadline) return { at, isDone };
    await sleep(LOOK_EVERY_MS);
  }
};

const audit = async (auditor: Auditor): Promise<Answers['audit']> => ({
  left: await auditor.left(),
  queued: await auditor.queued(),
  rows: await auditor.rows(),
});

/** One process of a contestant: it is a producer, a worker or both, as it is asked. */
export const makeHandlers = (tell: (progress: Progress) => void): Handlers => {
  const tally = makeTally(() => tell(tally.progress()));
  let told = 0;
  let [contestant, place]: [Contestant?, Place?] = [];
  let [producer, auditor, worker]: [Producer?, Auditor?, Worker?] = [];
  let produce: ReturnType<typeof makeProduce> | undefined;
  const report = setInterval(() => {
    const progress = tally.progress();
    if (progress.ran !== told) tell(progress);
    told = progress.ran;
  }, PROGRESS_EVERY_MS);
  return {
    enter: async (request) => {
      place = request.place;
      contestant = await contestants[request.contestant]();
    },
    'open-producer': async () => {
      await given(contestant).install(given(place));
      producer = await given(contestant).openProducer(given(place));
      produce = makeProduce(producer);
      auditor = await given(contestant).openAuditor(given(place));
    },
    'open-worker': async () => {
      worker = await given(contestant).openWorker(given(place), tally.onTask);
    },
    produce: (request) => given(produce)(request),
    pace: (request) => pace(given(producer), request),
    start: async ({ concurrency, from, to }) => {
      tally.expect({ from, to });
      await given(worker).start(concurrency);
      return { at: monotonicMs() };
    },
    stop: async () => given(worker).stop(),
    tally: async () => tally.result(),
    settle: ({ timeoutMs }) => settle(given(auditor), timeoutMs),
    audit: () => audit(given(auditor)),
    close: async () => {
      clearInterval(report);
      await worker?.close();
      await producer?.close();
      await auditor?.close();
    },
  };
};
