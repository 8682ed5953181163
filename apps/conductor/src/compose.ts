import { makeDispatcher, type Dispatcher } from '@sherpa/agent-kit';
import { contracts } from '@sherpa/agents/contracts';
import { declareSchedules, ensureTenant, insertLogs, makeDatabase, type Database } from '@sherpa/db';
import { makeQueue, type Queue } from '@sherpa/queue';
import {
  announce,
  makeHealthServer,
  makeLogger,
  makeMetrics,
  type Logger,
  type Running,
} from '@sherpa/telemetry';
import type { ConductorConfig } from './config.ts';
import { makeDeclareSchedules, makeFireSchedules, schedulesOf } from './duties/fire-schedules.ts';
import { makeKeepHistory } from './duties/keep-history.ts';
import { makePassTurns } from './duties/pass-turns.ts';
import { makeRelay } from './duties/relay.ts';
import { makeReleaseStalled } from './duties/release-stalled.ts';
import { makeWakeWaiting } from './duties/wake-waiting.ts';
import { startDuty, type Duty } from './duty.ts';

/** The conductor, ready to be run. */
export interface Conductor {
  readonly log: Logger;
  readonly start: () => Promise<Running>;
}

/** Ten rounds missed: something is wrong that a load balancer should know. */
const ROUNDS_MISSED = 10;

interface Parts {
  readonly db: Database;
  readonly queue: Queue;
  readonly log: Logger;
  readonly dispatcher: Dispatcher;
}

const dutiesOf = (config: ConductorConfig, deps: Parts): Duty[] => {
  const { everyMs } = config.conductor;
  return [
    makeRelay({ ...deps, everyMs }),
    makeReleaseStalled({ ...deps, everyMs }),
    makeWakeWaiting({ ...deps, everyMs }),
    makePassTurns(deps),
    makeFireSchedules({ ...deps, contracts, everyMs }),
    makeDeclareSchedules({ ...deps, contracts }),
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
  const metrics = makeMetrics({ process: 'conductor' });
  return {
    log,
    start: async () => {
      await Promise.all([db.ping(), queue.ready()]);
      await ensureTenant(db.engine, config.tenant.slug);
      await declareSchedules(db.engine, schedulesOf(contracts));
      const dispatcher = makeDispatcher({ db, queue, log });
      const duties = dutiesOf(config, { db, queue, log, dispatcher }).map((duty) => startDuty(duty, log));
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
