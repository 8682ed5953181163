import { makeDispatcher, makeEnqueuer, startRunner, type Runner } from '@sherpa/agent-kit';
import { addOwedJobs, makeRecordedLog, makeTestQueue, waitUntil } from '@sherpa/agent-kit/testing';
import { isFinished, type Json } from '@sherpa/core';
import {
  decideApproval,
  getTask,
  listApprovals,
  listCases,
  listTasks,
  saveWorkflowSettings,
  type Database,
  type Task,
  type WorkflowCase,
} from '@sherpa/db';
import { makeTestDatabase, sql } from '@sherpa/db/testing';
import { contracts } from '../contracts.ts';
import { registry } from '../registry.ts';
import { startSandboxVendors, type SandboxVendors } from './sandbox-vendors.ts';

/** Agents at work on a sandbox of their own, in one process, on a real ledger and queue. */
export interface Fleet {
  readonly vendors: SandboxVendors;
  readonly db: Database;
  readonly tenantId: string;
  /** Enqueues a task and waits for its end; one that fails throws. */
  run(agent: string, type: string, payload?: Json): Promise<Task>;
  /** Enqueues a task and waits until everything is done that does not wait for people. */
  start(agent: string, type: string, payload: Json): Promise<void>;
  dryRun(agent: string, type: string, payload?: Json): Promise<Task>;
  /** As a webhook does: the agent of that vendor asks for these objects. Waits until everything is done. */
  refresh(
    agent: 'sales' | 'billing' | 'knowledge',
    objects: readonly { type: string; id: string }[],
  ): Promise<void>;
  /** Waits until these agents have no task and no message left but those that wait for people, timers or signals. */
  idle(): Promise<void>;
  cases(workflow: string): Promise<readonly WorkflowCase[]>;
  tasks(agent: string, type: string): Promise<readonly Task[]>;
  /** Runs the task that held a case once more, as `sherpa cases release` does. Waits until everything is done. */
  release(held: WorkflowCase): Promise<void>;
  set(workflow: string, settings: Readonly<Record<string, Json>>): Promise<void>;
  /** Says yes or no to the one question that is open, and waits until everything is done; answers with its detail. */
  decide(approved: boolean): Promise<Json>;
  stop(): Promise<void>;
}

export interface FleetOptions {
  readonly postgresUrl: string;
  readonly agents: readonly string[];
  readonly contacts?: number;
}

const IDLE_MS = 60_000;

/** Starts these agents; `stop` them when done. */
export const startFleet = async ({ postgresUrl, agents, contacts = 60 }: FleetOptions): Promise<Fleet> => {
  const vendors = await startSandboxVendors(contacts);
  // What is tested is what the agents do; how they wait for vendors' limits has tests of its own.
  await vendors.control('POST', 'limits', { hubspot: { searchLagMs: 0 }, notion: { perSecond: null } });
  const { db, tenantId, url, drop } = await makeTestDatabase(postgresUrl);
  const log = makeRecordedLog();
  const queue = await makeTestQueue(url, log);
  const runners: Runner[] = [];
  for (const name of agents) {
    const makeAgent = await registry[name]?.load();
    if (makeAgent === undefined) throw new Error(`There is no agent ${name}.`);
    const defaultTenant = { id: tenantId, slug: 'default' };
    const agent = makeAgent(vendors);
    runners.push(
      await startRunner({ agent, db, queue, log, defaultTenant, concurrency: 10, leaseMs: 5_000 }),
    );
  }
  const set: Fleet['set'] = async (workflow, settings) => {
    const given = { tenantId, workflow, settings, changedBy: 'test', version: 0 };
    await db.withTenant(tenantId, (tx) => saveWorkflowSettings(tx, given));
  };
  // Nobody wants to wait for more of it.
  await set('payment-mirror', { windowSeconds: 0 });
  const enqueuer = makeEnqueuer({ db, queue, contracts, log });
  const dispatcher = makeDispatcher({ db, queue, log });
  const show = (id: string) => db.withTenant(tenantId, (tx) => getTask(tx, id));
  const runAs = async (
    origin: 'api' | 'dry-run',
    agent: string,
    type: string,
    payload: Json,
  ): Promise<Task> => {
    const [answer] = await enqueuer.enqueue(tenantId, [{ agent, type, payload }], origin);
    const task = await waitUntil(
      `the end of ${agent} ${type}`,
      async () => {
        const found = await show(answer?.id ?? '');
        return found !== undefined && isFinished(found.status) ? found : undefined;
      },
      IDLE_MS,
    );
    if (task.status === 'completed') return task;
    throw new Error(`${agent} ${type} ended as ${task.status}: ${JSON.stringify(task.error)}`);
  };
  const idle = async (): Promise<void> => {
    await waitUntil(
      'nothing left to do',
      async () => {
        await addOwedJobs({ db, queue });
        const mine = sql`any(${[...agents]}::text[])`;
        const { rows } = await sql`
          select from agent_tasks where status in ('pending', 'in_progress') and agent = ${mine}
          union all select from agent_messages m where m.status = 'pending' and m.to_agent = ${mine}
            and not exists (select from agent_tasks t where t.message_id = m.id and t.status = 'waiting')
          limit 1`.execute(db.engine);
        return rows.length === 0 ? true : undefined;
      },
      IDLE_MS,
    );
  };
  return {
    vendors,
    db,
    tenantId,
    idle,
    run: (agent, type, payload = {}) => runAs('api', agent, type, payload),
    start: async (agent, type, payload) => {
      await enqueuer.enqueue(tenantId, [{ agent, type, payload }], 'api');
      await idle();
    },
    dryRun: (agent, type, payload = {}) => runAs('dry-run', agent, type, payload),
    refresh: async (agent, objects) => {
      await runAs('api', agent, 'objects.refresh', { objects: [...objects], reason: 'test' });
      await idle();
    },
    cases: (workflow) => db.withTenant(tenantId, (tx) => listCases(tx, { workflow, limit: 1_000 })),
    tasks: (agent, type) => db.withTenant(tenantId, (tx) => listTasks(tx, { agent, type, limit: 1_000 })),
    release: async ({ id, taskId }) => {
      const task = await show(taskId);
      if (task === undefined) throw new Error('There is no task that held it.');
      const { agent, type, payload } = task;
      await enqueuer.enqueue(tenantId, [{ agent, type, payload, key: `release:${id}:${taskId}` }], 'agent');
      await idle();
    },
    set,
    decide: async (approved) => {
      const [asked, ...more] = await db.withTenant(tenantId, (tx) =>
        listApprovals(tx, { status: 'pending', limit: 2 }),
      );
      if (asked === undefined || more.length > 0) throw new Error('There is not one open question.');
      const decision = { approved, by: 'test', reason: null };
      const decided = await db.withTenant(tenantId, (tx) => decideApproval(tx, asked.id, decision));
      if (decided.kind === 'decided') await dispatcher.dispatch(decided.staged);
      await idle();
      return asked.detail;
    },
    stop: async () => {
      await Promise.all(runners.map((runner) => runner.stop({ deadlineMs: 2_000 })));
      await queue.close();
      await drop();
      await vendors.stop();
    },
  };
};
