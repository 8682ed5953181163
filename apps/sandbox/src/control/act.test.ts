import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 200 });
});

afterAll(() => sandbox.close());

const rowSchema = z.looseObject({
  id: z.string(),
  customer: z.string().nullable().optional(),
  hindered: z.string().nullable().optional(),
});

const list = async (what: string, limit = 1_000) =>
  z
    .object({ total: z.number(), rows: z.array(rowSchema) })
    .parse(await sandbox.control('GET', `/list/${what}?limit=${limit}`));

const idsOf = async (what: string): Promise<readonly string[]> => (await list(what)).rows.map(({ id }) => id);

describe('what there is to act on', () => {
  test.each(['deals', 'disputes', 'invoices', 'payments', 'refunds', 'subscriptions', 'tickets'])(
    'is listed by id, as many as asked for: %s',
    async (what) => {
      const { total, rows } = await list(what, 2);
      expect(rows).toHaveLength(Math.min(total, 2));
    },
  );

  test('are lists that there are, and no others', async () => {
    expect(await sandbox.control('GET', '/list/nothing')).toHaveProperty('error');
    expect(await sandbox.control('GET', '/list/deals?limit=many')).toMatchObject({
      problems: [{ field: 'limit' }],
    });
  });

  test('tells of a deal what hinders its billing, until somebody mends it', async () => {
    const { rows } = await list('deals');
    const places = rows.map(({ hindered }) => Number(hindered !== null));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    const [first] = rows;
    expect(first?.hindered).toBeNull();
    const find = async () => (await list('deals')).rows.find(({ id }) => id === first?.id);
    await sandbox.control('POST', `/hubspot/deals/${first?.id}`, { properties: { amount: '1' } });
    expect(await find()).toMatchObject({ hindered: 'line items that do not add up to the amount' });
    await sandbox.control('POST', `/deals/${first?.id}/close`, { outcome: 'won' });
    expect(await find()).toBeUndefined();
  });
});

describe('a customer who fails', () => {
  test('pays what is open with a good card, and has nothing open then', async () => {
    const [failing] = (await list('invoices')).rows;
    const customer = failing?.customer;
    expect(await sandbox.control('POST', '/stripe/pay', { customer })).toMatchObject({
      paid: expect.arrayContaining([expect.objectContaining({ id: failing?.id, status: 'paid' })]),
    });
    expect(await idsOf('invoices')).not.toContain(failing?.id);
    expect(await sandbox.control('POST', '/stripe/pay', { customer })).toMatchObject({
      error: 'Nothing is open there.',
    });
    for (const turn of ['pay', 'retry'])
      expect(await sandbox.control('POST', `/stripe/${turn}`, { invoice: failing?.id })).toMatchObject({
        error: 'The invoice is paid, not open.',
      });
  });

  test('has to be named by one id', async () => {
    expect(await sandbox.control('POST', '/stripe/pay', {})).toHaveProperty('error');
    expect(await sandbox.control('POST', '/stripe/pay', { customer: 'cus_no' })).toMatchObject({
      error: 'There is no such customer.',
    });
  });
});

test('what has ended cannot be canceled, and what has failed does not fail again', async () => {
  const [subscription = ''] = await idsOf('subscriptions');
  await sandbox.control('POST', '/stripe/cancel', { subscription, atPeriodEnd: false });
  expect(await idsOf('subscriptions')).not.toContain(subscription);
  expect(await sandbox.control('POST', '/stripe/cancel', { subscription })).toMatchObject({
    error: 'The subscription has ended.',
  });
  const [charge = ''] = await idsOf('payments');
  await sandbox.control('POST', '/stripe/refund', { charge });
  const [refund = ''] = await idsOf('refunds');
  await sandbox.control('POST', '/stripe/fail-refund', { refund });
  expect(await sandbox.control('POST', '/stripe/fail-refund', { refund })).toMatchObject({
    error: 'The refund has failed already.',
  });
});

describe('a ticket', () => {
  const made = z.object({ ticket: z.string(), contact: z.string() });

  test('is opened by the contact of a customer at Stripe, with their company, and closed', async () => {
    const { rows } = await list('payments');
    const answers: unknown[] = [];
    for (const { customer } of rows.slice(0, 10))
      answers.push(await sandbox.control('POST', '/tickets', { subject: 'Refund, please', customer }));
    const opened = answers.flatMap((answer) => made.safeParse(answer).data ?? []);
    const [{ ticket, contact } = { ticket: '', contact: '' }] = opened;
    expect((await list('tickets')).rows.find(({ id }) => id === ticket)).toMatchObject({
      subject: 'Refund, please',
      priority: 'MEDIUM',
      contact,
    });
    await sandbox.control('POST', `/tickets/${ticket}/close`);
    expect(await idsOf('tickets')).not.toContain(ticket);
    expect(await sandbox.control('POST', `/tickets/${ticket}/close`)).toMatchObject({
      error: 'The ticket is closed.',
    });
  });

  test('is opened by nobody who does not exist', async () => {
    const wish = { subject: 'Refund, please', customer: 'cus_no' };
    expect(await sandbox.control('POST', '/tickets', wish)).toMatchObject({
      error: 'There is no such customer.',
    });
    expect(await sandbox.control('POST', '/tickets/1/close')).toMatchObject({
      error: 'There is no such ticket.',
    });
  });
});
