import { newId } from '@sherpa/core';
import { drain } from './measure/drain.ts';
import { fillHistory } from './measure/history.ts';
import { warmUp } from './measure/warm-up.ts';
import { stopIfAsked, type LegDeps } from './run-legs.ts';
import { openSession, type Session } from './session.ts';

export interface HistoryOptions {
  readonly rounds: number;
  /** Finished tasks to have in the way. */
  readonly history: number;
  readonly tasks: number;
  readonly capMs: number;
  readonly tell: (line: string) => void;
}

const CONCURRENCY = 200;
/** What each session does before it is measured: the difference looked for is smaller than that of a cold start. */
const WARM_UPS = 3;

const grow = async (session: Session, options: HistoryOptions): Promise<void> => {
  await fillHistory({
    databaseUrl: session.databaseUrl,
    tasks: options.history,
    workerId: newId(),
    onPart: (done) => options.tell(`history: ${done.toLocaleString('en-US')} finished tasks made`),
  });
  session.books.done += options.history;
  await session.servers.tidy(session.databaseUrl);
};

/** Sherpa with and without a history, in turns: two sessions side by side, of which one works at a time. */
export const runHistory = async (deps: LegDeps, options: HistoryOptions): Promise<void> => {
  const open = () => openSession({ ...deps, contestant: 'sherpa-redis', workers: 1, keepsRedis: true });
  const [none, much] = [await open(), await open()];
  try {
    await grow(much, options);
    for (const session of [none, much]) for (let time = 0; time < WARM_UPS; time += 1) await warmUp(session);
    for (let round = 0; round < options.rounds; round += 1) {
      // Whoever comes second finds the caches of the machine as the first has left them: take turns in that, too.
      const order = round % 2 === 0 ? [none, much] : [much, none];
      for (const session of order) {
        stopIfAsked(deps.signal);
        const variant = session === much ? `after ${options.history.toLocaleString('en-US')}` : 'after none';
        const [run] = await drain(session, { ...options, added: 'bulk', concurrency: CONCURRENCY });
        if (run !== undefined) deps.onRun({ ...run, measure: 'history', variant });
        if (run?.leavesTasks === true) return;
      }
    }
  } finally {
    await Promise.all([none.close(), much.close()]);
  }
};
