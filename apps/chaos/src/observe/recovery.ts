import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { AuditDatabase } from '../ground/audit-database.ts';
import type { FaultKind } from '../plan/fault.ts';

/** Seconds, of all faults of a kind. */
export interface Recovery {
  /** From the fault until the next task of the fleet had ended. */
  readonly firstEnd: Spread;
  /** From the fault until everything that ran or was due at that moment had ended or been started anew. */
  readonly allTaken: Spread;
  /** Faults after which not all had been taken when the run was over. */
  readonly open: number;
}

interface Spread {
  /** Null where it never came to that. */
  readonly median: number | null;
  readonly max: number | null;
}

/** Watches the ledger from the outside. */
export interface RecoveryWatch {
  /** Notes what runs and what is due just before a fault; call the answer when it has hit. */
  before(kind: FaultKind): Promise<void>;
  read(): Partial<Record<FaultKind, Recovery>>;
  stop(): Promise<void>;
}

const LOOK_MS = 250;
/** Enough to know; more would only cost. */
const MOST_IDS = 200;

const snapshotSchema = z.array(z.object({ id: z.string(), attempt: z.int(), now: z.date() }));

/** What is due: running, or pending and its time has come. */
const SNAPSHOT = `select id, attempt, clock_timestamp() as now from agent_tasks
  where agent = 'chaos' and (status = 'in_progress' or (status = 'pending' and run_at <= now()))
  order by run_at limit ${MOST_IDS}`;

const lookSchema = z.array(z.object({ last_end: z.date().nullable(), left: z.array(z.string()).nullable() }));

/** Those of the ids that nobody has taken since, and when the last task ended. */
const LOOK = `select (select max(finished_at) from agent_tasks where agent = 'chaos') as last_end,
  (select array_agg(t.id) from agent_tasks t join unnest($1::uuid[], $2::int[]) as s(id, attempt) using (id)
    where t.status in ('pending', 'in_progress') and t.attempt = s.attempt) as left`;

interface Open {
  readonly kind: FaultKind;
  readonly atMs: number;
  readonly at: Date;
  left: ReadonlyMap<string, number>;
  firstEndS: number | undefined;
  allTakenS: number | undefined;
}

const round = (value: number | undefined): number | null =>
  value === undefined ? null : Math.round(value * 10) / 10;

const spreadOf = (values: readonly number[]): Spread => {
  const sorted = values.toSorted((a, b) => a - b);
  return { median: round(sorted[Math.floor(sorted.length / 2)]), max: round(sorted.at(-1)) };
};

const summarise = (faults: readonly Open[]): Recovery => ({
  firstEnd: spreadOf(faults.flatMap(({ firstEndS }) => firstEndS ?? [])),
  allTaken: spreadOf(faults.flatMap(({ allTakenS }) => allTakenS ?? [])),
  open: faults.filter(({ allTakenS }) => allTakenS === undefined).length,
});

/** Looks four times a second while a fault has not been recovered from. */
export const startRecoveryWatch = (audit: AuditDatabase): RecoveryWatch => {
  const faults: Open[] = [];
  const stopping = new AbortController();

  const lookAt = async (fault: Open): Promise<void> => {
    const ids = [...fault.left.keys()];
    const rows = lookSchema.parse(await audit.rows(LOOK, [ids, [...fault.left.values()]]));
    const seconds = (performance.now() - fault.atMs) / 1_000;
    const lastEnd = rows[0]?.last_end ?? null;
    if (lastEnd !== null && lastEnd > fault.at) fault.firstEndS ??= seconds;
    const left = new Set(rows[0]?.left);
    fault.left = new Map([...fault.left].filter(([id]) => left.has(id)));
    if (left.size === 0) fault.allTakenS ??= seconds;
  };

  const isOpen = (fault: Open): boolean => fault.firstEndS === undefined || fault.allTakenS === undefined;

  const watch = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      for (const fault of faults.filter(isOpen)) await lookAt(fault).catch(() => undefined);
      await sleep(LOOK_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const ended = watch();
  return {
    before: async (kind) => {
      const rows = snapshotSchema.parse(await audit.rows(SNAPSHOT));
      const at = rows[0]?.now;
      if (at === undefined) return;
      const left = new Map(rows.map(({ id, attempt }) => [id, attempt]));
      const atMs = performance.now();
      faults.push({ kind, at, atMs, left, firstEndS: undefined, allTakenS: undefined });
    },
    read: () =>
      Object.fromEntries(
        [...Map.groupBy(faults, ({ kind }) => kind)].map(([kind, some]) => [kind, summarise(some)]),
      ),
    stop: async () => {
      stopping.abort();
      await ended;
    },
  };
};
