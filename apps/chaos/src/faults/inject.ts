import { setTimeout as sleep } from 'node:timers/promises';
import type { Fleet } from '../fleet/fleet.ts';
import type { Ground } from '../ground/ground.ts';
import type { Proxy } from '../ground/proxy.ts';
import type { Fault, ProcessFault, ServerFault, WayFault } from '../plan/fault.ts';

/** Makes a fault happen; resolves when it is over, with whether there was anything to hit. */
export type Inject = (fault: Fault) => Promise<boolean>;

interface InjectDeps {
  readonly ground: Ground;
  readonly fleet: Fleet;
  /** Ends faults that last before their time. */
  readonly ending: AbortSignal;
}

/** Ends connections of the fleet, as an administrator or a failover would; not the auditor's. */
const TERMINATE = `select pg_terminate_backend(pid) from pg_stat_activity
  where pid <> pg_backend_pid() and application_name <> 'chaos audit' and datname = current_database()
    and random() < 0.5`;

/** One whole server at a time: the next loss waits until this one is back. */
const makeTurns = () => {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work);
    last = next.catch(() => undefined);
    return next;
  };
};

type Pause = (ms: number) => Promise<void>;

const hitProcess = async ({ fleet }: InjectDeps, fault: ProcessFault, pause: Pause): Promise<boolean> => {
  const slot = fleet.slots.get(fault.slot);
  if (slot === undefined) return false;
  switch (fault.kind) {
    case 'killWorker':
    case 'killConductor':
    case 'killProducer':
      return slot.kill();
    case 'pauseWorker':
    case 'pauseConductor':
    case 'pauseProducer': {
      const isPaused = slot.pause(fault.forMs);
      if (isPaused) await pause(fault.forMs);
      return isPaused;
    }
    case 'clockJump':
      slot.jump(fault.offsetMs);
      return true;
  }
};

const hitServer = async ({ ground }: InjectDeps, fault: ServerFault): Promise<void> => {
  switch (fault.kind) {
    case 'queueFlush':
      return ground.flushQueue();
    case 'queueRestart':
      return ground.restartQueue(fault.downMs);
    case 'postgresRestart':
      return ground.restartPostgres();
    case 'postgresTerminate':
      return ground.audit.run(TERMINATE);
  }
};

const breakWay = (way: Proxy, fault: WayFault): void => {
  switch (fault.kind) {
    case 'cut':
      return way.cut();
    case 'swallow':
      return way.swallow();
    case 'latency':
      return way.delay(fault.delayMs);
  }
};

export const makeInject = (deps: InjectDeps): Inject => {
  const { ground, fleet, ending } = deps;
  const inTurn = makeTurns();
  const pause: Pause = async (ms) => {
    await sleep(ms, undefined, { signal: ending }).catch(() => undefined);
  };
  return async (fault) => {
    switch (fault.hits) {
      case 'process':
        return hitProcess(deps, fault, pause);
      case 'server':
        await inTurn(() => hitServer(deps, fault));
        return true;
      case 'way': {
        const ways = fleet.ways(fault.link, fault.slot);
        for (const way of ways) breakWay(way, fault);
        await pause(fault.forMs);
        for (const way of ways) way.restore();
        return ways.length > 0;
      }
      case 'vendor':
        await ground.sandbox.trouble(fault);
        return true;
    }
  };
};
