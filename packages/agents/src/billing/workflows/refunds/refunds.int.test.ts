import '@sherpa/devstack/vitest';
import { newId } from '@sherpa/core';
import { sql } from '@sherpa/db/testing';
import type { StripeCharge } from '@sherpa/integrations/stripe';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { z } from 'zod';
import { readCreations } from '../../../testing/sandbox-vendors.ts';
import { startFleet, type Fleet } from '../../../testing/start-fleet.ts';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await startFleet({
    postgresUrl: inject('postgresUrl'),
    agents: ['billing', 'sales', 'knowledge'],
    contacts: 100,
  });
  await fleet.set('refunds', { monthlyCapMinor: 100_000_000, maxAgeDays: 400, approvalFromMinor: 500 });
  await fleet.set('company', { newsSince: new Date().toISOString() });
  await fleet.run('knowledge', 'data-sources.sync');
  for (const type of ['contacts.sync', 'companies.sync', 'tickets.sync']) await fleet.run('sales', type);
  await fleet.run('billing', 'customers.sync');
  await fleet.idle();
});
afterAll(() => fleet.stop());

interface Paid {
  readonly contact: string;
  readonly charge: StripeCharge;
}

const taken = new Set<string>();

/** Somebody who pays alone, and the last payment of theirs; another one each time. */
const somebodyWhoPaid = async (): Promise<Paid> => {
  const { rows } = await sql<{ payer: string; contact: string }>`
    select stripe_customer_id as payer, hubspot_contact_id as contact from customer_cache where kind = 'person'
      and hubspot_contact_id is not null and cardinality(stripe_customer_ids) = 1 order by 1`.execute(
    fleet.db.engine,
  );
  for (const { payer, contact } of rows.filter((row) => !taken.has(row.payer))) {
    const charges = await fleet.vendors.clients.stripe.listCharges({ customerId: payer, limit: 100 });
    const charge = charges.rows.find(({ status }) => status === 'succeeded');
    if (charge === undefined || charge.disputed || charge.amountRefundedMinor > 0) continue;
    taken.add(payer);
    return { contact, charge };
  }
  throw new Error('Nobody else has paid.');
};

const ask = async (subject: string, contact: string | undefined): Promise<string> => {
  const { hubspot } = fleet.vendors.clients;
  const [pipeline] = await hubspot.listPipelines('tickets');
  const { id } = await hubspot.tickets.put({
    key: newId(),
    properties: {
      subject,
      hs_pipeline: pipeline?.id ?? '',
      hs_pipeline_stage: pipeline?.stages[0]?.id ?? '',
    },
    links: contact === undefined ? [] : [{ toType: 'contacts', toId: contact }],
  });
  await fleet.refresh('sales', [{ type: 'ticket', id }]);
  return id;
};

const caseOf = async (key: string) => (await fleet.cases('refunds')).find((one) => one.key === key);

const notesOf = async (type: string, id: string): Promise<string[]> => {
  const { hubspot } = fleet.vendors.clients;
  const [of] = await hubspot.readAssociations({ fromType: type, toType: 'notes' }, [id]);
  const { rows } = await hubspot.notes.readMany(of?.links.map(({ toId }) => toId) ?? []);
  return rows.flatMap(({ body }) => body ?? []);
};

const columnsOf = async (key: string) => {
  const page = await fleet.vendors.clients.notion.getPage((await caseOf(key))?.refs['notionPage'] ?? '');
  return Object.fromEntries(Object.entries(page?.properties ?? {}).map(([name, { value }]) => [name, value]));
};

const refundedOf = async ({ charge }: Paid): Promise<number | undefined> =>
  (await fleet.vendors.clients.stripe.getCharge(charge.id))?.amountRefundedMinor;

describe('a ticket that asks for a refund', () => {
  test('gets it after a yes, once, with a note and a page', async () => {
    const paid = await somebodyWhoPaid();
    const ticket = await ask('Please REFUND our last payment', paid.contact);
    const key = `ticket:${ticket}`;
    expect(await caseOf(key)).toMatchObject({ status: 'open', subject: { charge: paid.charge.id } });
    expect(await columnsOf(key)).toMatchObject({ Kind: 'Refund', Status: 'Open' });
    expect(await refundedOf(paid)).toBe(0);
    await fleet.decide(true);
    expect(await refundedOf(paid)).toBe(paid.charge.amountMinor);
    expect(await caseOf(key)).toMatchObject({ status: 'closed' });
    expect(await columnsOf(key)).toMatchObject({
      Status: 'Done',
      Outcome: expect.stringMatching(/are given back/u),
    });
    expect(await notesOf('tickets', ticket)).toEqual([
      expect.stringContaining(`of charge ${paid.charge.id} are given back`),
    ]);
    // Told once more, in other words: it was asked for once.
    await fleet.vendors.control('POST', `hubspot/tickets/${ticket}`, {
      properties: { subject: 'Refund, please!' },
    });
    await fleet.refresh('sales', [{ type: 'ticket', id: ticket }]);
    expect(await refundedOf(paid)).toBe(paid.charge.amountMinor);
    expect(await notesOf('tickets', ticket)).toHaveLength(1);
  });

  test('is told so where people say no', async () => {
    const paid = await somebodyWhoPaid();
    const ticket = await ask('We want our money back', paid.contact);
    await fleet.decide(false);
    expect(await refundedOf(paid)).toBe(0);
    expect(await notesOf('tickets', ticket)).toEqual(['No refund: It was not approved.']);
    expect(await caseOf(`ticket:${ticket}`)).toMatchObject({ status: 'closed' });
  });

  test('is left to people where nobody who pays belongs to it', async () => {
    const ticket = await ask('Refund', undefined);
    expect(await caseOf(`ticket:${ticket}`)).toMatchObject({
      status: 'held',
      reason: 'Nobody who pays belongs to the ticket.',
    });
  });

  test('may be an old one into which the wish was written by an edit', async () => {
    const { hubspot } = fleet.vendors.clients;
    const { rows } = await hubspot.tickets.list({ limit: 100 });
    const old = rows.filter(({ closedAt, subject }) => closedAt === null && subject !== null).at(0);
    const ticket = old?.id ?? '';
    const edit = async (properties: Record<string, string>): Promise<void> => {
      await fleet.vendors.control('POST', `hubspot/tickets/${ticket}`, { properties });
      await fleet.refresh('sales', [{ type: 'ticket', id: ticket }]);
    };
    await edit({ subject: 'It is solved, thank you' });
    expect(await caseOf(`ticket:${ticket}`)).toBeUndefined();
    await edit({ subject: 'Refund us, please' });
    expect(await caseOf(`ticket:${ticket}`)).toBeDefined();
  });

  test('and another one that does not ask for any has no case', async () => {
    const ticket = await ask('Cannot log in', (await somebodyWhoPaid()).contact);
    expect(await caseOf(`ticket:${ticket}`)).toBeUndefined();
  });
});

describe('a refund that a script asks for', () => {
  test('needs no yes where it is small', async () => {
    const paid = await somebodyWhoPaid();
    const request = { chargeId: paid.charge.id, amountMinor: 499, reason: 'Goodwill' };
    const { result } = await fleet.run('billing', 'refund.request', request);
    expect(result).toEqual({ outcome: 'refunded', refundId: expect.stringMatching(/^re_/u) });
    expect(await refundedOf(paid)).toBe(499);
    expect(await notesOf('contacts', paid.contact)).toContainEqual(
      expect.stringContaining(`of charge ${paid.charge.id} are given back`),
    );
  });

  test('of more than is left, or of a payment that is disputed, is refused', async () => {
    const paid = await somebodyWhoPaid();
    const { id: chargeId, amountMinor } = paid.charge;
    const request = { chargeId, amountMinor: amountMinor + 1, reason: 'Goodwill' };
    expect((await fleet.run('billing', 'refund.request', request)).result).toEqual({
      outcome: 'refused',
      refundId: null,
    });
    await fleet.vendors.control('POST', 'stripe/dispute', { charge: chargeId });
    const { result } = await fleet.run('billing', 'refund.request', { chargeId, reason: 'Goodwill' });
    expect(result).toEqual({ outcome: 'refused', refundId: null });
    expect(await caseOf(`charge:${chargeId}`)).toMatchObject({
      status: 'closed',
      reason: expect.stringContaining('disputed'),
    });
    expect(await refundedOf(paid)).toBe(0);
  });

  test('of a payment that Stripe does not have is left to people', async () => {
    const { result } = await fleet.run('billing', 'refund.request', {
      chargeId: 'ch_none',
      reason: 'Goodwill',
    });
    expect(result).toEqual({ outcome: 'held', refundId: null });
  });

  test('tried out, lists the question and the effects', async () => {
    const { charge } = await somebodyWhoPaid();
    const { result } = await fleet.dryRun('billing', 'refund.request', {
      chargeId: charge.id,
      reason: 'Goodwill',
    });
    expect(result).toMatchObject({
      approvals: [{ title: expect.stringMatching(/^Refund /u) }],
      effects: [{ vendor: 'stripe', intent: { operation: 'refunds.create', chargeId: charge.id } }],
      stopped: null,
    });
    expect((await fleet.vendors.clients.stripe.getCharge(charge.id))?.amountRefundedMinor).toBe(0);
  });
});

describe('a refund that fails days after it was made', () => {
  const fail = async (refund: string): Promise<void> => {
    await fleet.vendors.control('POST', 'stripe/fail-refund', { refund });
    await fleet.refresh('billing', [{ type: 'refund', id: refund }]);
  };

  test('is held by its case with the reason, told at the ticket and on the page, and can be made anew', async () => {
    const paid = await somebodyWhoPaid();
    const { id: chargeId } = paid.charge;
    const ticketId = await ask('Refund, please', paid.contact);
    const key = `ticket:${ticketId}`;
    await fleet.decide(true);
    const [first] = (await fleet.vendors.clients.stripe.listRefunds({ chargeId, limit: 5 })).rows;
    await fail(first?.id ?? '');
    expect(await caseOf(key)).toMatchObject({
      status: 'held',
      reason: expect.stringContaining(`The refund ${first?.id} has failed (lost_or_stolen_card)`),
    });
    expect(await columnsOf(key)).toMatchObject({
      Status: 'Open',
      Outcome: expect.stringContaining('has failed'),
    });
    expect(await notesOf('tickets', ticketId)).toContainEqual(expect.stringContaining('has failed'));
    // What was told is told once, and a word of the ticket brings no money back by itself.
    await fleet.refresh('billing', [{ type: 'refund', id: first?.id ?? '' }]);
    await fleet.vendors.control('POST', `hubspot/tickets/${ticketId}`, {
      properties: { subject: 'Refund us' },
    });
    await fleet.refresh('sales', [{ type: 'ticket', id: ticketId }]);
    expect(await notesOf('tickets', ticketId)).toHaveLength(2);
    expect(await refundedOf(paid)).toBe(0);
    await fleet.start('billing', 'refund.request', { chargeId, ticketId, reason: 'Once more' });
    await fleet.decide(true);
    expect(await refundedOf(paid)).toBe(paid.charge.amountMinor);
    expect(await caseOf(key)).toMatchObject({ status: 'closed' });
  });

  test('is told at the customer where a script asked, and is over where people gave it back since', async () => {
    const paid = await somebodyWhoPaid();
    const { id: chargeId } = paid.charge;
    const request = { chargeId, amountMinor: 400, reason: 'Goodwill' };
    const { result } = await fleet.run('billing', 'refund.request', request);
    const { refundId } = z.object({ refundId: z.string() }).parse(result);
    await fail(refundId);
    const held = await caseOf(`charge:${chargeId}`);
    expect(held).toMatchObject({ status: 'held', refs: { failedRefund: refundId } });
    expect(await notesOf('contacts', paid.contact)).toContainEqual(expect.stringContaining('has failed'));
    await fleet.vendors.control('POST', 'stripe/refund', { charge: chargeId, amount: 400 });
    if (held !== undefined) await fleet.release(held);
    expect(await caseOf(`charge:${chargeId}`)).toMatchObject({
      status: 'closed',
      reason: expect.stringMatching(/^Given back by re_/u),
    });
  });
});

test('nothing was made twice', async () => {
  expect((await readCreations(fleet.vendors)).filter(({ creates }) => creates > 1)).toEqual([]);
});
