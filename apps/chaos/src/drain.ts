import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { AuditDatabase } from './ground/audit-database.ts';

/** How much there is to do and how much has been done. */
export interface Load {
  readonly live: number;
  readonly ended: number;
}

const loadSchema = z.array(z.object({ live: z.coerce.number(), ended: z.coerce.number() }));

const LOAD = `select count(*) filter (where status in ('pending', 'in_progress', 'waiting')) as live,
  count(*) filter (where status in ('completed', 'failed', 'cancelled')) as ended
  from agent_tasks where agent = 'chaos'`;

export const readLoad = async (audit: AuditDatabase): Promise<Load> =>
  loadSchema.parse(await audit.rows(LOAD))[0] ?? { live: 0, ended: 0 };

const LOOK_MS = 1_000;
/** Longer than any delay, rest or lease of the load: what has not moved by then never will. */
const STUCK_MS = 60_000;

/** Waits until nothing is left; answers with the seconds that took, or nothing where that will not be. */
export const waitUntilDrained = async (
  audit: AuditDatabase,
  options: { readonly withinMs: number; readonly stopping: AbortSignal; readonly tell: (load: Load) => void },
): Promise<number | undefined> => {
  const startedMs = performance.now();
  let ended = -1;
  let movedMs = startedMs;
  while (!options.stopping.aborted) {
    const load = await readLoad(audit);
    const nowMs = performance.now();
    if (load.live === 0) return (nowMs - startedMs) / 1_000;
    if (load.ended !== ended) movedMs = nowMs;
    ({ ended } = load);
    if (nowMs - startedMs > options.withinMs || nowMs - movedMs > STUCK_MS) return undefined;
    options.tell(load);
    await sleep(LOOK_MS, undefined, { signal: options.stopping }).catch(() => undefined);
  }
  return undefined;
};
