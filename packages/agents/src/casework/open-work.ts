import { company } from '../company.ts';
import { nameOf } from '../known-customer.ts';
import { knowledgeContract } from '../knowledge/contract.ts';
import { salesContract } from '../sales/contract.ts';
import { nextWorkingTime } from '../time/working-time.ts';
import { dayOf } from '../time/zoned.ts';
import type { CaseContext } from './case-context.ts';
import type { CaseOf, KnownParty } from './hold-unless-known.ts';

/** What people are to do for a case, and what they see of it. */
export interface Work {
  /** What the Notion page is called by: `Payment failed`. The customer's name follows. */
  readonly kind: string;
  readonly body: string;
  /** When it is due; the next working time after that is taken. */
  readonly dueAt: Date;
  readonly priority: 'low' | 'medium' | 'high';
  /** More columns of the page, by name. */
  readonly values?: Readonly<Record<string, string | number | boolean | null>>;
  /** More of what the page holds when it is made. */
  readonly blocks?: readonly WorkBlock[];
}

/** What a page may hold. */
export type WorkBlock =
  | { type: 'heading_2' | 'heading_3' | 'paragraph' | 'bulleted_list_item' | 'callout'; text: string }
  | { type: 'to_do'; text: string; checked: boolean }
  | { type: 'table'; rows: string[][] };

/**
 * Opens a case with a HubSpot task for the customer's owner and a page in Notion, both of the case's key: said
 * again, they are brought up to date. What was made is noted with the case, for `closeWork`; gives the page.
 */
export const openWork = async (
  ctx: CaseContext,
  { workflow, key, subject, round }: CaseOf,
  { customer, about }: KnownParty,
  work: Work,
): Promise<{ readonly id: string; readonly url: string }> => {
  const office = await ctx.settings(company);
  // What happened before anybody here knew of it is due from then on: nobody can be late before they are asked.
  const { createdAt } = ctx.task;
  const dueAt = nextWorkingTime(work.dueAt < createdAt ? createdAt : work.dueAt, office);
  const title = `${work.kind}: ${nameOf(customer)}`;
  const one = [workflow.name, key, ...(round === undefined ? [] : [round])].join(':');
  await ctx.cases(workflow).open(key, { subject: { ...subject, customer: customer.id }, dueAt });
  const task = await ctx.runTask(salesContract, 'task.upsert', {
    key: one,
    about,
    subject: title,
    body: work.body,
    ownerId: customer.ownerId ?? office.defaultOwnerId,
    dueAt: dueAt.toISOString(),
    priority: work.priority,
  });
  await ctx.cases(workflow).note(key, { refs: { hubspotTask: task.id } });
  const page = await ctx.runTask(knowledgeContract, 'page.upsert', {
    key: one,
    source: 'operations',
    title,
    values: {
      Kind: work.kind,
      Status: 'Open',
      Customer: nameOf(customer),
      Due: dayOf(dueAt, office.timeZone),
      ...work.values,
    },
    blocks: [{ type: 'paragraph', text: work.body }, ...(work.blocks ?? [])],
  });
  await ctx.cases(workflow).note(key, { refs: { notionPage: page.id } });
  return page;
};
