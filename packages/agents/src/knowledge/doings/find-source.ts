import type { TaskContext } from '@sherpa/agent-kit';
import { AgentError } from '@sherpa/core';
import { isSettled, listRecords } from '@sherpa/db';
import { z } from 'zod';
import { company, type Company } from '../../company.ts';

/** A data source as the mirror has it. */
export interface Source {
  readonly connectionId: string;
  readonly id: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

const payloadSchema = z.object({
  id: z.string(),
  title: z.string(),
  properties: z.array(z.object({ name: z.string(), type: z.string() })),
});

/** More tables than that nobody shares. */
const MOST_SOURCES = 1_000;
const READ_WAIT_MS = 5_000;
const SHARE_WAIT_MS = 900_000;

const kind = { system: 'notion', objectType: 'data_source' } as const;

type Asked = Pick<TaskContext, 'withTenant' | 'settings'> & { readonly task: { readonly tenantId: string } };

const nameIn = (settings: Company, source: 'operations' | 'onboarding'): string =>
  source === 'operations' ? settings.operationsSource : settings.onboardingSource;

const bare = (text: string): string => text.trim().replaceAll('-', '').toLowerCase();

/**
 * The data source that the settings of `company` name, by its title or id, from the mirror: no call is spent on
 * it. Where there is none, the task waits for somebody to share it, and says how.
 */
export const findSource = async (ctx: Asked, source: 'operations' | 'onboarding'): Promise<Source> => {
  const named = nameIn(await ctx.settings(company), source);
  const records = await ctx.withTenant((tx) => listRecords(tx, kind, { limit: MOST_SOURCES }));
  for (const { connectionId, payload } of records) {
    const { id, title, properties } = payloadSchema.parse(payload);
    if (bare(id) === bare(named) || title.trim() === named.trim())
      return { connectionId, id, columns: properties };
  }
  const isRead = await ctx.withTenant((tx) =>
    isSettled(tx, ctx.task.tenantId, [{ ...kind, stream: 'data-sources' }]),
  );
  if (!isRead)
    throw new AgentError('The data sources of Notion are still being read.', {
      retry: { afterMs: READ_WAIT_MS, counted: false },
    });
  throw new AgentError(
    'Notion shows no data source of that name. Share one with the connection, or name another: npx pnpm sherpa workflows set company.',
    { retry: { afterMs: SHARE_WAIT_MS, counted: false }, details: { setting: `${source}Source`, named } },
  );
};
