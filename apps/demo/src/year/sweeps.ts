import type { Client } from '@sherpa/api';
import { z } from 'zod';

/** A task that looks once a day, or once a week, for what is due. */
export interface Sweep {
  readonly agent: string;
  readonly type: string;
  readonly isWeekly: boolean;
}

const takesToday = z.object({ properties: z.object({ today: z.unknown() }) });

/** The field of a cron expression that names days of the week. */
const WEEKDAY_FIELD = 4;

/** Finds the sweeps of all agents by their contracts: what has a schedule and takes the day. Ends their schedules, as the replay has days of its own. */
export const takeOverSweeps = async (client: Client): Promise<readonly Sweep[]> => {
  const sweeps: Sweep[] = [];
  const { schedules } = await client.schedules.list({ limit: 200 });
  for (const { agent } of await client.agents.list()) {
    const { work } = await client.agents.show(agent);
    for (const { type, payload } of work) {
      const found = schedules.find((one) => one.agent === agent && one.type === type);
      if (found === undefined || !takesToday.safeParse(payload).success) continue;
      await client.schedules.pause(found.id);
      const weekday = found.cron?.split(' ')[WEEKDAY_FIELD] ?? '*';
      sweeps.push({ agent, type, isWeekly: weekday !== '*' });
    }
  }
  return sweeps;
};

const SUNDAY = 0;

/** Runs what is due at the end of that day. */
export const runSweeps = async (client: Client, sweeps: readonly Sweep[], today: string): Promise<void> => {
  const isSunday = new Date(`${today}T00:00:00Z`).getUTCDay() === SUNDAY;
  const due = sweeps.filter(({ isWeekly }) => !isWeekly || isSunday);
  await client.tasks.enqueue(due.map(({ agent, type }) => ({ agent, type, payload: { today } })));
};
