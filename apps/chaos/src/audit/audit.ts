import { z } from 'zod';
import type { Ground } from '../ground/ground.ts';
import { checks, type Finding } from './checks.ts';
import { auditEffects, type EffectAudit } from './effects.ts';

/** A question that should have had no answer. */
export interface Broken {
  readonly name: string;
  readonly finding: Finding;
  readonly count: number;
  readonly examples: readonly string[];
}

/** What the ledger and the books came to. */
export interface Audit {
  readonly tasks: number;
  /** Ended tasks by status. */
  readonly byStatus: Readonly<Record<string, number>>;
  /** Tasks that took more than one attempt. */
  readonly retried: number;
  readonly stepRuns: number;
  /** Producers that died between their commit and adding the jobs. */
  readonly deaths: number;
  readonly broken: readonly Broken[];
  readonly lost: number;
  readonly doubleCommits: number;
  readonly effects: EffectAudit;
}

const EXAMPLES = 5;

const findingSchema = z.array(z.object({ id: z.string(), note: z.string() }));
const idsSchema = z.array(z.object({ id: z.string() }));
const statusSchema = z.array(z.object({ status: z.string(), count: z.coerce.number() }));
const totalsSchema = z.array(
  z.object({ retried: z.coerce.number(), step_runs: z.coerce.number(), deaths: z.coerce.number() }),
);

const sumOf = (broken: readonly Broken[], finding: Finding): number =>
  broken.filter((one) => one.finding === finding).reduce((sum, { count }) => sum + count, 0);

/** Looks at everything after the run: each check is a question whose answer must be empty. */
export const runAudit = async ({ audit, sandbox }: Pick<Ground, 'audit' | 'sandbox'>): Promise<Audit> => {
  const broken: Broken[] = [];
  for (const { name, finding, sql } of checks) {
    const rows = findingSchema.parse(await audit.rows(sql));
    const examples = rows.slice(0, EXAMPLES).map(({ id, note }) => `${id} ${note}`);
    if (rows.length > 0) broken.push({ name, finding, count: rows.length, examples });
  }
  const completed = idsSchema.parse(
    await audit.rows(
      `select id from agent_tasks where agent = 'chaos' and type = 'work.effects' and status = 'completed'`,
    ),
  );
  const effects = auditEffects(
    completed.map(({ id }) => id),
    await sandbox.readBooks(),
  );
  if (effects.missing.length > 0) {
    const examples = effects.missing.slice(0, EXAMPLES);
    const count = effects.missing.length;
    broken.push({ name: 'has completed without its effect', finding: 'lost', count, examples });
  }
  const statuses = statusSchema.parse(
    await audit.rows(
      `select status, count(*) as count from agent_tasks where agent = 'chaos' group by 1 order by 1`,
    ),
  );
  const [totals] = totalsSchema.parse(
    await audit.rows(`select (select count(*) from agent_tasks where agent = 'chaos' and attempt > 1) as retried,
      (select count(*) from chaos.step_runs) as step_runs, (select count(*) from chaos.deaths) as deaths`),
  );
  return {
    tasks: statuses.reduce((sum, { count }) => sum + count, 0),
    byStatus: Object.fromEntries(statuses.map(({ status, count }) => [status, count])),
    retried: totals?.retried ?? 0,
    stepRuns: totals?.step_runs ?? 0,
    deaths: totals?.deaths ?? 0,
    broken,
    lost: sumOf(broken, 'lost'),
    doubleCommits: sumOf(broken, 'double'),
    effects,
  };
};
