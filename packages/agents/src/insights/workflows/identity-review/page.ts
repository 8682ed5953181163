import type { ReviewWithSides, UnmatchedPayer } from '@sherpa/db';
import { link, plain } from '../../../reports/markdown.ts';
import type { VendorLinks } from '../../vendor-links.ts';

/** A question to people, as `page.upsert` takes it; as JSON it is the same. */
export type Question = Readonly<{
  key: string;
  source: 'operations';
  title: string;
  values: Record<string, string | null>;
  markdown: string;
}>;

const REASONS: Readonly<Record<string, string>> = {
  'other-partner-named': 'One names the other, but that one already belongs to somebody else.',
  'two-contacts': 'Both are contacts at HubSpot, and something says that they are one.',
  'too-many-emails': 'Together they would have more addresses than one customer has.',
  'too-many-payers': 'Together they would have more Stripe customers than one customer has.',
  'too-many-objects': 'Together they would have more records than one customer has.',
  'address-of-many': 'An address that many share.',
  'domain-of-many': 'A domain that many share.',
  'neighbourhood-too-large': 'More is tied to them than can be looked at.',
  alike: 'They share a phone number, a mailbox, or a name at one company.',
};

const HUBSPOT = /^hubspot:(contact|company):(.+)$/u;
const STRIPE = /^stripe:customer:(.+)$/u;

const objectText = (node: string, links: VendorLinks): string => {
  const [, type, id = ''] = HUBSPOT.exec(node) ?? [];
  if (type === 'contact' || type === 'company') return link(`HubSpot ${type} ${id}`, links.hubspot(type, id));
  const [, payer] = STRIPE.exec(node) ?? [];
  return payer === undefined ? plain(node) : link(`Stripe ${payer}`, links.stripe('customers', payer));
};

type Side = Pick<ReviewWithSides['sides'][number], 'name' | 'email' | 'objects'>;

/** A name, and of an address only where it is: who looks up the record sees the rest. */
const sideName = ({ name, email, objects }: Side): string => {
  const [, domain] = email?.split('@') ?? [];
  const who = name ?? objects[0] ?? 'somebody';
  return domain === undefined ? who : `${who} at ${domain}`;
};

const question = (
  key: string,
  {
    title,
    reason,
    sides,
    answers,
  }: { title: string; reason: string; sides: readonly string[]; answers: readonly string[] },
): Question => ({
  key: `identity-review:${key}`,
  source: 'operations',
  title,
  values: { Kind: 'Identity', Status: 'Open', Reason: reason, Outcome: null },
  markdown: [
    plain(reason),
    '## Who it is about',
    ...sides.map((side) => `- ${side}`),
    '## To answer',
    'Write into the column Outcome:',
    ...answers.map((answer) => `- ${answer}`),
  ].join('\n'),
});

/** Whether these are one customer. */
export const reviewQuestion = (review: ReviewWithSides, links: VendorLinks): Question => {
  const names = review.sides.map(sideName);
  return question(review.id, {
    title: `Same customer? ${names.length === 0 ? review.subjects.join(' / ') : names.join(' / ')}`.slice(
      0,
      500,
    ),
    reason: REASONS[review.reason] ?? review.reason,
    sides: review.sides.map(
      (side) => `${plain(sideName(side))}: ${side.objects.map((node) => objectText(node, links)).join(', ')}`,
    ),
    answers: [
      '**approve**: they are one customer and are joined',
      '**reject**: they are not; nobody asks again',
    ],
  });
};

/** Who a payer is. */
export const payerQuestion = (payer: UnmatchedPayer, links: VendorLinks): Question => {
  const node = `stripe:customer:${payer.stripeCustomerId}`;
  const name = sideName({ ...payer, objects: [payer.stripeCustomerId] });
  return question(`payer:${payer.customerId}`, {
    title: `Who is this payer? ${name}`.slice(0, 500),
    reason: 'Pays at Stripe and belongs to nobody at HubSpot.',
    sides: [`${plain(name)} (${payer.kind}): ${objectText(node, links)}`],
    answers: [
      'the address of the record at HubSpot, or **contact** or **company** with its number: they are joined',
      '**reject**: it belongs to nobody; nobody asks again',
    ],
  });
};
