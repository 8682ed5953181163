import type { Case } from '@sherpa/api';
import {
  askSandbox,
  BUDGETS_WITHOUT_LIMITS,
  LIMITS_LIFTED,
  SANDBOX_CREDENTIALS,
  type SandboxVendors,
} from '@sherpa/integrations/sandbox';
import { z } from 'zod';
import { startFleet, type Fleet } from './fleet.ts';
import type { Place } from './place.ts';
import { until } from './until.ts';
import { controlSandbox, type SandboxControl } from './vendors.ts';

/** A fleet at work for a company, as those see it who work there. */
export interface CompanyAtWork {
  readonly fleet: Fleet;
  readonly vendors: SandboxVendors;
  readonly sandbox: SandboxControl;
  /** Something happens at a vendor without anybody asking its API. */
  happens(path: string, what?: object): Promise<unknown>;
  /** Writes at Stripe as a person does, who gives no key. */
  asPerson(path: string, values: Readonly<Record<string, string>>): Promise<unknown>;
  /** Makes a record at HubSpot as a person does. */
  make(type: string, properties: Readonly<Record<string, string>>): Promise<string>;
  /** The case of that key, once it is as wanted. */
  untilCase(workflow: string, key: string, isWanted: (found: Case) => boolean): Promise<Case>;
  /** Says yes to the one question that waits. */
  approve(): Promise<void>;
  /** The columns of a page in Notion. */
  columns(pageId: string | undefined): Promise<Readonly<Record<string, unknown>>>;
  /** Enqueues a task and waits until it is completed. */
  run(agent: string, type: string, payload: object): Promise<unknown>;
}

const idSchema = z.object({ id: z.string() });
const CASE_MS = 60_000;

/** Starts a fleet on a sandbox of its own, and waits until it has read everything. */
export const startCompany = async (place: Place): Promise<CompanyAtWork> => {
  const fleet = await startFleet(place);
  const url = fleet.sandboxUrl ?? '';
  const { client } = fleet;
  const happens = async (path: string, what: object = {}): Promise<unknown> => {
    const answer = await fetch(new URL(`/_sandbox/${path}`, url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(what),
    });
    if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${await answer.text()}`);
    return answer.json();
  };
  // What limits the vendors set has tests of its own.
  await happens('limits', LIMITS_LIFTED);
  const { connections } = await client.connections.list();
  for (const { id, vendor } of connections)
    await client.connections.change(id, { settings: BUDGETS_WITHOUT_LIMITS[vendor] });
  await fleet.untilIdle();
  const vendors = askSandbox(url);
  return {
    fleet,
    vendors,
    sandbox: controlSandbox(url),
    happens,
    asPerson: async (path, values) => {
      const answer = await fetch(new URL(path, url), {
        method: 'POST',
        headers: { authorization: `Bearer ${SANDBOX_CREDENTIALS.stripe}` },
        body: new URLSearchParams(values),
      });
      return answer.json();
    },
    make: async (type, properties) => idSchema.parse(await happens(`hubspot/${type}`, { properties })).id,
    untilCase: (workflow, key, isWanted) =>
      until(
        `the case ${workflow} ${key} is as wanted`,
        async () => {
          const { cases } = await client.cases.list({ workflow, limit: 200 });
          const found = cases.find((one) => one.key === key);
          return found !== undefined && isWanted(found) && found;
        },
        CASE_MS,
      ),
    approve: async () => {
      const asked = await until(
        'somebody is asked',
        async () => (await client.approvals.list({ status: 'pending', limit: 1 })).approvals[0],
        CASE_MS,
      );
      await client.approvals.approve(asked.id, { by: 'a test', reason: null });
    },
    columns: async (pageId) => {
      const page = await vendors.notion.getPage(pageId ?? '');
      return Object.fromEntries(
        Object.entries(page?.properties ?? {}).map(([name, { value }]) => [name, value]),
      );
    },
    run: async (agent, type, payload) => {
      const [asked] = await client.tasks.enqueue([
        { agent, type, payload: JSON.parse(JSON.stringify(payload)) },
      ]);
      const task = await client.tasks.wait(asked?.id ?? '', { timeoutMs: CASE_MS });
      if (task.status !== 'completed') throw new Error(`${agent} ${type}: ${JSON.stringify(task.error)}`);
      return task.result;
    },
  };
};
