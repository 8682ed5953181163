import { makeDispatcher, makeScheduler, type Dispatcher, type Scheduler } from '@sherpa/agent-kit';
import { contracts } from '@sherpa/agents/contracts';
import { ensureTenant, insertLogs, makeDatabase, type Database } from '@sherpa/db';
import { makeQueue, type Queue } from '@sherpa/queue';
import {
  announce,
  makeHealthServer,
  makeLogger,
  makeMetrics,
  type Logger,
  type Metrics,
  type Running,
} from '@sherpa/telemetry';
import type { ConductorConfig } from './config.ts';
import { makeDeclareSchedules, makeFireSchedules } from './duties/fire-schedules.ts';
import { makeKeepHistory } from './duties/keep-history.ts';
import { makePassTurns } from './duties/pass-turns.ts';
import { makeRedrive } from './duties/redrive.ts';
import { makeRelay } from './duties/relay.ts';
import { makePromoteDue } from './duties/promote-due.ts';
import { makeRebuild } from './duties/rebuild.ts';
import { makeReconcile } from './duties/reconcile.ts';
import { makeReleaseStalled } from './duties/release-stalled.ts';
import { makeTellStale } from './duties/tell-stale.ts';
import { makeWakeWaiting } from './duties/wake-waiting.ts';
import { makeOnlyWhen } from './only-when.ts';
import { startDuty, type Duty } from './duty.ts';
import { watchRebuilds } from './rebuild/watch-rebuilds.ts';

/** The conductor, ready to be run. */
export interface Conductor {
  readonly log: Logger;
  readonly start: () => Promise<Running>;
}

/** Ten rounds missed: something is wrong that a load balancer should know. */
const ROUNDS_MISSED = 10;

/** What somebody has deleted by hand is found within twice this time. */
const RECONCILE_EVERY_MS = 10_000;

interface DutyDeps {
  readonly db: Database;
  readonly queue: Queue;
  readonly log: Logger;
  readonly dispatcher: Dispatcher;
  readonly scheduler: Scheduler;
  readonly metrics: Metrics;
}

const dutiesOf = (config: ConductorConfig, deps: DutyDeps): Duty[] => {
  const { everyMs } = config.conductor;
  const onlyWhen = makeOnlyWhen(deps.db, { everyMs, now: () => performance.now() });
  return [
    onlyWhen('owedJobs', makeRelay({ ...deps, everyMs })),
    makeRebuild({ ...deps, everyMs, onRebuilt: watchRebuilds(deps.metrics) }),
    makeReconcile({ ...deps, everyMs: RECONCILE_EVERY_MS }),
    onlyWhen('stalledTasks', makeReleaseStalled({ ...deps, everyMs })),
    onlyWhen('dueWaits', makeWakeWaiting({ ...deps, everyMs })),
    makePassTurns(deps),
    onlyWhen('dueTasks', makePromoteDue({ ...deps, everyMs })),
    onlyWhen('dueSchedules', makeFireSchedules({ ...deps, everyMs })),
    makeDeclareSchedules(deps),
    onlyWhen('redrives', makeRedrive({ ...deps, everyMs })),
    makeTellStale(deps),
    makeKeepHistory({ ...deps, keepMonths: config.conductor.keepMonths }),
  ];
};

/** Builds what the conductor is made of; nothing connects before `start`. Any number may run at once. */
export const compose = (config: ConductorConfig): Conductor => {
  const log = makeLogger({
    ...config.log,
    process: 'conductor',
    store: (records) => insertLogs(db.engine, records),
  });
  const db = makeDatabase({
    ...config.database,
    name: 'sherpa conductor',
    onError: (error) => log.warn('A connection to the database broke.', { error }),
  });
  const queue = makeQueue({
    ...config.queue,
    onError: (error) => log.warn('A connection to the queue broke.', { error }),
  });
  const dispatcher = makeDispatcher({ db, queue, log });
  const scheduler = makeScheduler({ db, dispatcher, log, contracts });
  const metrics = makeMetrics({ process: 'conductor' });
  return {
    log,
    start: async () => {
      await Promise.all([db.ping(), queue.ready()]);
      await ensureTenant(db.engine, config.tenant.slug);
      await scheduler.declare();
      const parts = { db, queue, log, dispatcher, scheduler, metrics };
      const duties = dutiesOf(config, parts).map((duty) => startDuty(duty, log));
      const { port, host } = config.health;
      const patienceMs = config.conductor.everyMs * ROUNDS_MISSED;
      const isConducting = async (): Promise<boolean> => {
        await queue.ping();
        return Date.now() - (duties[0]?.lastDoneAt()?.getTime() ?? 0) < patienceMs;
      };
      const health =
        port === undefined
          ? undefined
          : await makeHealthServer({ host, port, live: () => true, ready: isConducting, metrics });
      announce({ type: 'ready' });
      log.info('The conductor is ready.', { queue: queue.kind });
      return {
        stop: async () => {
          await Promise.all(duties.map((duty) => duty.stop()));
          await health?.close();
          await queue.close();
          await log.flush();
          await db.close();
        },
      };
    },
  };
};
