import type { Clients, Handlers, TaskContext } from '@sherpa/agent-kit';
import {
  companiesOfDomain,
  companyOfEmail,
  normaliseEmail,
  reviewsOf,
  type Customer,
  type WorkflowCase,
} from '@sherpa/db';
import type { HubSpot, HubSpotContact } from '@sherpa/integrations/hubspot';
import { liveCases } from '../../../casework/live-cases.ts';
import { company } from '../../../company.ts';
import { knownCustomer } from '../../../known-customer.ts';
import { afterWorkingHours } from '../../../time/working-time.ts';
import { salesContract, type SalesContract } from '../../contract.ts';
import { chooseOwner, pays, type Choice } from './choose-owner.ts';
import { leadRouting, type leadMessages, type leadTasks } from './definition.ts';

type Context = TaskContext<SalesContract, 'lead.new'>;

/** As many tasks HubSpot reads at once. */
const PAGE = 100;

/** The company that it works for: as HubSpot has it, else the only one of its address's domain. */
const companyOf = async (ctx: Context, contact: HubSpotContact): Promise<string | undefined> => {
  if (contact.companyId !== null) return contact.companyId;
  const email = contact.email === null ? undefined : normaliseEmail(contact.email);
  const domain = email === undefined ? undefined : companyOfEmail(email);
  if (domain === undefined) return undefined;
  const [only, ...more] = await ctx.withTenant((tx) => companiesOfDomain(tx, domain));
  return more.length === 0 ? only : undefined;
};

/** A review that asks whether it is somebody else. */
const mayBeKnown = async (ctx: Context, contactId: string): Promise<string | undefined> => {
  const { checkDuplicates } = await ctx.settings(leadRouting);
  if (!checkDuplicates) return undefined;
  const [review] = await ctx.withTenant((tx) => reviewsOf(tx, [`hubspot:contact:${contactId}`]));
  return review?.id;
};

/** Whose it is, decided once. */
const decide = async (
  ctx: Context,
  hubspot: HubSpot,
  contact: HubSpotContact,
  account: Customer | undefined,
): Promise<Choice | null> =>
  ctx.step('owner', async () => {
    if (contact.ownerId !== null) return { ownerId: contact.ownerId, why: 'It is theirs already.' };
    const [rules, { defaultOwnerId }] = [await ctx.settings(leadRouting), await ctx.settings(company)];
    const owners = await hubspot.listOwners({ signal: ctx.signal });
    const activeOwnerIds = new Set(owners.map(({ id }) => id));
    const { id: contactId, countryCode } = contact;
    const choice = chooseOwner({ contactId, countryCode, account, defaultOwnerId, activeOwnerIds }, rules);
    return choice === undefined ? null : { ...choice };
  });

/** Its company, its owner, and a task for them. */
const route = async (ctx: Context, hubspot: HubSpot, contact: HubSpotContact): Promise<void> => {
  const { id } = contact;
  const cases = ctx.cases(leadRouting);
  const companyId = await ctx.step('company', async () => (await companyOf(ctx, contact)) ?? null);
  const account = companyId === null ? undefined : await knownCustomer(ctx, `hubspot:company:${companyId}`);
  const choice = await decide(ctx, hubspot, contact, account);
  if (choice === null) {
    await cases.hold(id, {
      subject: { contact: id },
      reason: 'No rule names an owner for it, and there is no default owner.',
    });
    return;
  }
  const office = await ctx.settings(company);
  const { slaHours } = await ctx.settings(leadRouting);
  const dueAt = afterWorkingHours(contact.createdAt ?? ctx.task.createdAt, slaHours, office);
  await cases.open(id, {
    subject: { contact: id, ...(companyId === null ? {} : { company: companyId }) },
    dueAt,
  });
  // Tied in a step of its own: on a later attempt the contact has its company already.
  if (companyId !== null) await ctx.runTask(salesContract, 'company.tie', { contactId: id, companyId });
  const { ownerId } = await ctx.runTask(salesContract, 'owner.assign', {
    contactId: id,
    ownerId: choice.ownerId,
  });
  const task = await ctx.runTask(salesContract, 'task.upsert', {
    key: `lead-routing:${id}`,
    about: [{ type: 'contacts', id }],
    subject: pays(account) ? 'A new contact at a customer' : 'A new lead',
    body: choice.why,
    ownerId,
    dueAt: dueAt.toISOString(),
    priority: 'high',
  });
  await cases.note(id, { refs: { hubspotTask: task.id } });
};

/** Cases whose task is still to be done; one that is gone is done. */
const stillOpen = async (
  hubspot: HubSpot,
  page: readonly WorkflowCase[],
  options: { readonly signal: AbortSignal },
): Promise<ReadonlySet<string>> => {
  const ids = page.flatMap(({ refs }) => refs['hubspotTask'] ?? []);
  const { rows } = await hubspot.tasks.readMany(ids, options);
  const waiting = new Set(rows.filter(({ status }) => status !== 'COMPLETED').map(({ id }) => id));
  const isOpen = ({ refs: { hubspotTask } }: WorkflowCase): boolean =>
    hubspotTask === undefined || waiting.has(hubspotTask);
  return new Set(page.filter(isOpen).map(({ id }) => id));
};

/** Routes new contacts, and ends what was made for them when it is done. */
export const makeLeadRouting = ({
  hubspot,
}: {
  readonly hubspot: Clients<HubSpot>;
}): Pick<Handlers<SalesContract>, keyof typeof leadMessages | keyof typeof leadTasks> => ({
  'lead.new': async (ctx) => {
    const { contactId } = ctx.task.payload;
    const cases = ctx.cases(leadRouting);
    const known = await cases.find(contactId);
    if (known !== undefined && known.status !== 'held' && known.taskId !== ctx.task.id) return;
    const { client } = await hubspot.of(ctx.task.tenantId);
    const contact = await client.getContact(contactId, { signal: ctx.signal });
    if (contact?.id !== contactId || contact.archived)
      return ctx.log.debug('The contact is gone, or merged into another: there is no lead.');
    await knownCustomer(ctx, `hubspot:contact:${contactId}`);
    const review = await mayBeKnown(ctx, contactId);
    if (review === undefined) return route(ctx, client, contact);
    const subject = { contact: contactId, review };
    await cases.hold(contactId, {
      subject,
      reason: 'It may be somebody who is known already: decide the review.',
    });
  },
  'leads.sweep': async (ctx) => {
    const { client } = await hubspot.of(ctx.task.tenantId);
    let [answered, waiting] = [0, 0];
    for await (const page of liveCases(ctx, leadRouting, { status: 'open', limit: PAGE })) {
      const open = await stillOpen(client, page, { signal: ctx.signal });
      for (const one of page.filter((each) => !open.has(each.id))) {
        await ctx.cases(leadRouting).close(one.key, 'answered');
        answered += 1;
      }
      waiting += open.size;
    }
    return { answered, waiting };
  },
});
