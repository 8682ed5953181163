import { wonStageIds, type HubSpotDeal, type HubSpotTask } from '@sherpa/integrations/hubspot';
import type { NotionPage } from '@sherpa/integrations/notion';
import type { StripeDispute, StripeInvoice } from '@sherpa/integrations/stripe';
import type { SandboxVendors } from '@sherpa/integrations/sandbox';

/** What stands at the vendors when the replay has ended. */
export interface EndState {
  readonly invoices: readonly StripeInvoice[];
  readonly disputes: readonly StripeDispute[];
  /** The HubSpot tasks that are ours, by their keys. */
  readonly tasks: ReadonlyMap<string, HubSpotTask>;
  /** Deals that are won, with the companies they are tied to. */
  readonly wonDeals: readonly { readonly deal: HubSpotDeal; readonly companyIds: readonly string[] }[];
  readonly operations: readonly NotionPage[];
  readonly onboarding: readonly NotionPage[];
}

interface Page<T> {
  readonly rows: readonly T[];
  readonly next?: string | undefined;
}

const readAll = async <T>(read: (next: string | undefined) => Promise<Page<T>>): Promise<T[]> => {
  const all: T[] = [];
  let next: string | undefined;
  do {
    const page = await read(next);
    all.push(...page.rows);
    next = page.next;
  } while (next !== undefined);
  return all;
};

const LIMIT = 100;

const pagesOf = async ({ notion }: SandboxVendors, title: string): Promise<readonly NotionPage[]> => {
  const sources = await readAll((next) => notion.searchDataSources({ text: title, next, limit: LIMIT }));
  const source = sources.find((one) => one.title === title);
  if (source === undefined) return [];
  return readAll((next) => notion.queryDataSource({ dataSourceId: source.id, next, limit: LIMIT }));
};

const wonDealsOf = async ({ hubspot }: SandboxVendors): Promise<EndState['wonDeals']> => {
  const won = wonStageIds(await hubspot.listPipelines('deals'));
  const deals = await readAll((next) => hubspot.deals.list({ after: next, limit: LIMIT }));
  const wonDeals = deals.filter(({ stageId }) => stageId !== null && won.has(stageId));
  const links = await hubspot.readAssociations(
    { fromType: 'deals', toType: 'companies' },
    wonDeals.map(({ id }) => id),
  );
  const companies = new Map(links.map((row) => [row.fromId, row.links.map(({ toId }) => toId)]));
  return wonDeals.map((deal) => ({ deal, companyIds: companies.get(deal.id) ?? [] }));
};

/** Reads the vendors with their own clients, as an auditor would. */
export const readEnd = async (vendors: SandboxVendors): Promise<EndState> => {
  const { hubspot, stripe } = vendors;
  const tasks = await readAll((next) => hubspot.tasks.list({ after: next, limit: LIMIT }));
  return {
    invoices: await readAll((next) => stripe.listInvoices({ startingAfter: next, limit: LIMIT })),
    disputes: await readAll((next) => stripe.listDisputes({ startingAfter: next, limit: LIMIT })),
    tasks: new Map(tasks.flatMap((task) => (task.key === null ? [] : [[task.key, task]]))),
    wonDeals: await wonDealsOf(vendors),
    operations: await pagesOf(vendors, 'Operations'),
    onboarding: await pagesOf(vendors, 'Customer onboarding'),
  };
};
