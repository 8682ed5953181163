import { toMoney } from '@sherpa/core';
import { z } from 'zod';
import { toTable, type Column } from '../output/table.ts';

export const lists = [
  'deals',
  'disputes',
  'invoices',
  'payments',
  'refunds',
  'subscriptions',
  'tickets',
] as const;

export type ListName = (typeof lists)[number];

const text = z.string().nullable();
const id = z.string();
const payer = { customer: text, name: text };
const money = { amountMinor: z.number(), currency: z.string() };

interface Listing<S extends z.ZodType> {
  readonly row: S;
  readonly columns: readonly Column[];
  cells(row: z.output<S>): readonly (string | null)[];
}

const listing = <S extends z.ZodType>({ row, columns, cells }: Listing<S>) => ({
  columns,
  read: (rows: readonly unknown[]) => rows.map((one) => cells(row.parse(one)).map((cell) => cell ?? '–')),
});

const titled = (...titles: readonly string[]): readonly Column[] =>
  titles.map((title) => (title === 'AMOUNT' ? { title, align: 'right' } : { title }));

const dayOf = (at: string | null): string | null => at?.slice(0, 10) ?? null;

const LISTINGS = {
  deals: listing({
    row: z.object({ id, name: text, stage: text, amount: text, currency: text, hindered: text }),
    columns: titled('DEAL', 'NAME', 'STAGE', 'AMOUNT', 'IF IT IS WON NOW'),
    cells: ({ id: deal, name, stage, amount, currency, hindered }) => [
      deal,
      name,
      stage,
      amount === null ? null : `${amount} ${currency ?? ''}`,
      hindered === null ? 'goes through' : `held: ${hindered}`,
    ],
  }),
  disputes: listing({
    row: z.object({ id, charge: id, ...money, reason: z.string(), status: z.string(), evidenceDueAt: text }),
    columns: titled('DISPUTE', 'PAYMENT', 'AMOUNT', 'REASON', 'STATUS', 'EVIDENCE DUE'),
    cells: (one) => [
      one.id,
      one.charge,
      toMoney(one.amountMinor, one.currency),
      one.reason,
      one.status,
      dayOf(one.evidenceDueAt),
    ],
  }),
  invoices: listing({
    row: z.object({
      id,
      ...payer,
      ...money,
      subscription: text,
      isSent: z.boolean(),
      attempts: z.number(),
      nextTryAt: text,
      dueAt: text,
    }),
    columns: titled('INVOICE', 'CUSTOMER', 'NAME', 'AMOUNT', 'TRIES', 'NEXT'),
    cells: ({ isSent, ...one }) => [
      one.id,
      one.customer,
      one.name,
      toMoney(one.amountMinor, one.currency),
      isSent ? 'sent' : String(one.attempts),
      isSent ? `due ${dayOf(one.dueAt) ?? ''}` : dayOf(one.nextTryAt),
    ],
  }),
  payments: listing({
    row: z.object({ id, ...payer, ...money, leftMinor: z.number(), paidAt: text }),
    columns: titled('PAYMENT', 'CUSTOMER', 'NAME', 'AMOUNT', 'PAID'),
    cells: (one) => [one.id, one.customer, one.name, toMoney(one.leftMinor, one.currency), dayOf(one.paidAt)],
  }),
  refunds: listing({
    row: z.object({ id, charge: id, ...money, status: z.string(), madeAt: text }),
    columns: titled('REFUND', 'PAYMENT', 'AMOUNT', 'STATUS', 'MADE'),
    cells: (one) => [
      one.id,
      one.charge,
      toMoney(one.amountMinor, one.currency),
      one.status,
      dayOf(one.madeAt),
    ],
  }),
  subscriptions: listing({
    row: z.object({
      id,
      ...payer,
      status: z.string(),
      plan: z.string(),
      periodEndsAt: text,
      isEnding: z.boolean(),
    }),
    columns: titled('SUBSCRIPTION', 'CUSTOMER', 'NAME', 'STATUS', 'PLAN', 'PERIOD ENDS'),
    cells: (one) => [
      one.id,
      one.customer,
      one.name,
      one.isEnding ? `${one.status}, ending` : one.status,
      one.plan,
      dayOf(one.periodEndsAt),
    ],
  }),
  tickets: listing({
    row: z.object({ id, subject: text, priority: text, contact: text, company: text, createdAt: text }),
    columns: titled('TICKET', 'SUBJECT', 'PRIORITY', 'CONTACT', 'COMPANY', 'OPENED'),
    cells: (one) => [one.id, one.subject, one.priority, one.contact, one.company, dayOf(one.createdAt)],
  }),
} as const;

const answerSchema = z.object({ total: z.number(), rows: z.array(z.unknown()) });

/** A list of what there is to act on, as a table. */
export const toListLines = (what: ListName, answer: unknown): readonly string[] => {
  const { total, rows } = answerSchema.parse(answer);
  if (rows.length === 0) return [`There are no ${what} to act on.`];
  const { columns, read } = LISTINGS[what];
  const more = total > rows.length ? ['', `${rows.length} of ${total}; --limit shows more.`] : [];
  return [...toTable(columns, read(rows)), ...more];
};
