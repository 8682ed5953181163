import '@sherpa/devstack/vitest';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge', 'coordinator'],
    contacts: 30,
  });
  await fleet.set('company', { newsSince: new Date().toISOString() });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync', 'tickets.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
});
afterAll(() => fleet.stop());

const idSchema = z.object({ id: z.string() });

const make = async (type: string, properties: Record<string, string>): Promise<string> =>
  idSchema.parse(await fleet.vendors.control('POST', `hubspot/${type}`, { properties })).id;

let made = 0;

const newCompany = async (): Promise<string> => {
  made += 1;
  const id = await make('companies', { name: `Account ${made}`, domain: `account-${made}.example` });
  await fleet.refresh('sales', [{ type: 'company', id }]);
  return id;
};

const stages = async (): Promise<{ open: string; closed: string }> => {
  const [pipeline] = await fleet.vendors.clients.hubspot.listPipelines('tickets');
  const idOf = (isClosed: boolean): string =>
    pipeline?.stages.find((stage) => stage.isClosed === isClosed)?.id ?? '';
  return { open: idOf(false), closed: idOf(true) };
};

const openTicket = async (companyId: string | null, priority: string): Promise<string> => {
  const { open } = await stages();
  const properties = { subject: 'The export is empty', hs_ticket_priority: priority, hs_pipeline: '0' };
  const id = await make('tickets', { ...properties, hs_pipeline_stage: open });
  if (companyId !== null)
    await fleet.vendors.clients.hubspot.createAssociations({ fromType: 'tickets', toType: 'companies' }, [
      { fromId: id, toId: companyId },
    ]);
  await fleet.refresh('sales', [{ type: 'ticket', id }]);
  return id;
};

const closeTicket = async (id: string): Promise<void> => {
  const properties = { hs_pipeline_stage: (await stages()).closed, closed_date: new Date().toISOString() };
  await fleet.vendors.control('POST', `hubspot/tickets/${id}`, { properties });
  await fleet.refresh('sales', [{ type: 'ticket', id }]);
};

const incidentsOf = async (companyId: string) =>
  (await fleet.cases('incidents')).filter(({ subject }) => subject['account'] === `company:${companyId}`);

const pageAtTicket = async (id: string): Promise<string | null> =>
  z
    .object({ properties: z.object({ sherpa_notion_page: z.string().nullable().default(null) }) })
    .parse(
      await fleet.vendors.ask(
        'hubspot',
        'GET',
        `/crm/v3/objects/tickets/${id}?properties=sherpa_notion_page`,
      ),
    ).properties.sherpa_notion_page;

const postMortems = async (): Promise<readonly string[]> =>
  (await fleet.tasks('knowledge', 'page.upsert')).flatMap(({ payload }) => {
    const { title } = z.object({ title: z.string() }).parse(payload);
    return title.startsWith('Post-mortem') ? [title] : [];
  });

test('history makes no incidents', async () => {
  expect(await fleet.cases('incidents')).toEqual([]);
});

test('an old ticket that is edited, or called urgent now, makes none', async () => {
  const { rows } = await fleet.vendors.clients.hubspot.tickets.list({ limit: 100 });
  const old = rows.filter(({ closedAt }) => closedAt === null);
  expect(old).not.toEqual([]);
  for (const { id } of old) {
    const properties = { content: 'It is still like this.', hs_ticket_priority: 'URGENT' };
    await fleet.vendors.control('POST', `hubspot/tickets/${id}`, { properties });
  }
  await fleet.refresh(
    'sales',
    old.map(({ id }) => ({ type: 'ticket', id })),
  );
  expect(await fleet.cases('incidents')).toEqual([]);
});

test('an urgent ticket makes an incident, others join it, and the last one closes it with a post-mortem', async () => {
  const companyId = await newCompany();
  const first = await openTicket(companyId, 'URGENT');
  const [opened] = await incidentsOf(companyId);
  expect(opened).toMatchObject({ key: first, status: 'open', refs: { tickets: first } });
  const { hubspotTask = '', notionPage = '' } = opened?.refs ?? {};
  const { hubspot, notion } = fleet.vendors.clients;
  const page = await notion.getPage(notionPage);
  expect(page).toMatchObject({
    title: `Incident: Account ${made}`,
    properties: {
      Kind: { value: 'Incident' },
      Status: { value: 'Open' },
      Amount: { value: 'none' },
      Reason: { value: `Free: tickets ${first}` },
    },
  });
  expect(await hubspot.tasks.get(hubspotTask)).toMatchObject({
    subject: `Incident: Account ${made}`,
    priority: 'HIGH',
    status: null,
  });
  expect(await pageAtTicket(first)).toBe(page?.url);

  const second = await openTicket(companyId, 'LOW');
  expect(await incidentsOf(companyId)).toMatchObject([
    { key: first, refs: { tickets: `${first} ${second}` } },
  ]);
  expect(await pageAtTicket(second)).toBe(page?.url);
  const before = (await readCreations(fleet.vendors)).length;
  await fleet.refresh('sales', [{ type: 'ticket', id: first }]);
  expect(await readCreations(fleet.vendors)).toHaveLength(before);

  await closeTicket(first);
  expect(await incidentsOf(companyId)).toMatchObject([{ status: 'open' }]);
  await closeTicket(second);
  expect(await incidentsOf(companyId)).toMatchObject([{ status: 'closed', reason: 'tickets closed' }]);
  expect((await notion.getPage(notionPage))?.properties).toMatchObject({ Status: { value: 'Done' } });
  expect(await hubspot.tasks.get(hubspotTask)).toMatchObject({ status: 'COMPLETED' });
  expect(await postMortems()).toEqual([`Post-mortem: Account ${made}`]);
});

test('many tickets of an account make one as well, and the next one after that is another', async () => {
  const companyId = await newCompany();
  const ids = [await openTicket(companyId, 'LOW'), await openTicket(companyId, 'LOW')];
  expect(await incidentsOf(companyId)).toEqual([]);
  ids.push(await openTicket(companyId, 'MEDIUM'));
  expect(await incidentsOf(companyId)).toMatchObject([
    { status: 'open', key: ids[2], refs: { tickets: ids.join(' ') } },
  ]);
  for (const id of ids) await closeTicket(id);
  const next = await openTicket(companyId, 'HIGH');
  expect(await incidentsOf(companyId)).toMatchObject([
    { status: 'open', key: next },
    { status: 'closed', key: ids[2] },
  ]);
});

test('an urgent ticket of nobody is held', async () => {
  const id = await openTicket(null, 'HIGH');
  expect((await fleet.cases('incidents')).find(({ key }) => key === id)).toMatchObject({
    status: 'held',
    reason: 'The ticket belongs to nobody who is known.',
  });
});

test('a dry run lists what would be made', async () => {
  const companyId = await newCompany();
  const { open } = await stages();
  const properties = { subject: 'All is down', hs_ticket_priority: 'URGENT', hs_pipeline_stage: open };
  const ticketId = await make('tickets', properties);
  const [told] = await fleet.tasks('coordinator', 'ticket.opened');
  const { connectionId } = z.object({ connectionId: z.string() }).parse(told?.payload);
  const payload = {
    connectionId,
    ticketId,
    account: `company:${companyId}`,
    openedAt: new Date().toISOString(),
  };
  const { result } = await fleet.dryRun('coordinator', 'ticket.opened', payload);
  const { tasks } = z.object({ tasks: z.array(z.object({ type: z.string() })) }).parse(result);
  expect(tasks.map(({ type }) => type)).toEqual(['task.upsert', 'page.upsert', 'objects.patch']);
  expect(await incidentsOf(companyId)).toEqual([]);
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
