import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, FleetStatus, TaskSummary } from '@sherpa/api';

/** The fleet at one moment. */
export interface Snapshot {
  readonly status: FleetStatus;
  /** Tasks that run now, the newest first. */
  readonly running: readonly TaskSummary[];
}

/** What watching needs. */
export interface WatchDeps {
  readonly client: Client;
  readonly everyMs: number;
  /** Ends the watch. */
  readonly signal: AbortSignal;
  readonly show: (snapshot: Snapshot) => void;
  /** True once there is nothing more to wait for; asked with every snapshot in turn. */
  readonly isOver: (snapshot: Snapshot) => boolean;
}

const MOST_SHOWN = 8;

/** A gateway that is being restarted answers again soon; one that is given up ends the watch by the signal. */
const takeSnapshot = async (client: Client): Promise<Snapshot | undefined> => {
  try {
    const status = await client.status();
    const { tasks } = await client.tasks.list({ status: 'in_progress', limit: MOST_SHOWN });
    return { status, running: tasks };
  } catch {
    return undefined;
  }
};

/** Looks at the fleet again and again; answers the last snapshot, or undefined when the signal came first. */
export const watchFleet = async (deps: WatchDeps): Promise<Snapshot | undefined> => {
  while (!deps.signal.aborted) {
    const snapshot = await takeSnapshot(deps.client);
    if (snapshot !== undefined && !deps.signal.aborted) {
      deps.show(snapshot);
      if (deps.isOver(snapshot)) return snapshot;
    }
    await sleep(deps.everyMs, undefined, { signal: deps.signal }).catch(() => undefined);
  }
  return undefined;
};
