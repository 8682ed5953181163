import { z } from 'zod';

const answerSchema = z.object({
  now: z.string(),
  happened: z.record(z.string(), z.record(z.string(), z.number())).default({}),
});

/** What people look for first; everything else is told by the vendor's own name for it. */
const WORDS: Readonly<Record<string, string>> = {
  renewal: 'renewals',
  'invoice.paid': 'invoices paid',
  'invoice.payment_failed': 'payments failed',
  'customer.subscription.created': 'subscriptions begun',
  'customer.subscription.deleted': 'subscriptions ended',
  'charge.refunded': 'charges refunded',
  'charge.dispute.created': 'disputes opened',
  'contact.creation': 'contacts made',
  'contact.merge': 'contacts merged',
  'contact.deletion': 'contacts archived',
  'deal.creation': 'deals made',
  'ticket.creation': 'tickets opened',
  'page.created': 'pages made',
};

const NAMES: Readonly<Record<string, string>> = { hubspot: 'HubSpot', stripe: 'Stripe', notion: 'Notion' };

const WIDTH = 8;

const isWorded = ([kind]: readonly [string, number]): boolean => WORDS[kind] !== undefined;

/** Those that people look for go first, each part with the most frequent one first. */
const inOrder = (kinds: Readonly<Record<string, number>>): readonly (readonly [string, number])[] =>
  Object.entries(kinds).toSorted(
    (left, right) => Number(isWorded(right)) - Number(isWorded(left)) || right[1] - left[1],
  );

/** What happened while the clock was moved, counted by kind. */
export const toJourneyLines = (answer: unknown): readonly string[] => {
  const { now, happened } = answerSchema.parse(answer);
  const vendors = Object.entries(happened).filter(([, kinds]) => Object.keys(kinds).length > 0);
  if (vendors.length === 0) return [`It is ${now} now; nothing fell due on the way.`];
  return [
    `It is ${now} now. On the way:`,
    ...vendors.flatMap(([vendor, kinds]) => [
      '',
      NAMES[vendor] ?? vendor,
      ...inOrder(kinds).map(([kind, times]) => `${String(times).padStart(WIDTH)}  ${WORDS[kind] ?? kind}`),
    ]),
  ];
};
