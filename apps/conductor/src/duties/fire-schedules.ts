import type { Scheduler } from '@sherpa/agent-kit';
import type { Duty } from '../duty.ts';

const ONE_MINUTE_MS = 60_000;

/** Gives tenants that came since the schedules that the contracts ask for. */
export const makeDeclareSchedules = ({ scheduler }: { readonly scheduler: Scheduler }): Duty => ({
  name: 'declare-schedules',
  everyMs: ONE_MINUTE_MS,
  perform: async () => {
    await scheduler.declare();
    return false;
  },
});

interface FireDeps {
  readonly scheduler: Scheduler;
  readonly everyMs: number;
}

/** Enqueues what is due: moving a schedule on and inserting its task are one transaction. */
export const makeFireSchedules = ({ scheduler, everyMs }: FireDeps): Duty => ({
  name: 'fire-schedules',
  everyMs,
  perform: () => scheduler.fireDue(),
});
