import type { DirtKind, Finding, Findings } from '@sherpa/db';
import { counted } from '../../../reports/counted.ts';
import { link, plain, section } from '../../../reports/markdown.ts';
import type { VendorLinks } from '../../vendor-links.ts';

/** What was found, by kind. */
type Dirt = Readonly<Record<DirtKind, Findings>>;

type LinkOf = (links: VendorLinks, id: string) => string | null;

const deal: LinkOf = (links, id) => links.hubspot('deal', id);
const contact: LinkOf = (links, id) => links.hubspot('contact', id);
const payer: LinkOf = (links, id) => links.stripe('customers', id);
const subscription: LinkOf = (links, id) => links.stripe('subscriptions', id);

/** In the order of what it costs not to know. */
const KINDS: readonly (readonly [DirtKind, string, LinkOf])[] = [
  ['subscriptionsOfNobody', 'Subscriptions of nobody at HubSpot', subscription],
  ['payersThatPointNowhere', 'Stripe customers whose HubSpot id leads nowhere', payer],
  ['payersWithoutEmail', 'Stripe customers without an e-mail address', payer],
  ['dealsPastClose', 'Open deals past their close date', deal],
  ['dealsWithoutAmount', 'Open deals without an amount', deal],
  ['dealsOfLeavers', 'Open deals of owners who were deactivated', deal],
  ['contactsOfLeavers', 'Contacts of owners who were deactivated', contact],
  ['contactsWithoutOwner', 'Contacts without an owner', contact],
  ['contactsWithoutCompany', 'Contacts without a company', contact],
];

const lineOf = ({ id, name, more }: Finding, url: string | null): string =>
  `${link(name ?? id, url)}${more === null ? '' : `: ${plain(more)}`}`;

/** How many of each kind. */
export const countsOf = (dirt: Dirt): Record<string, number> =>
  Object.fromEntries(KINDS.map(([kind]) => [kind, dirt[kind].count]));

interface Patrol {
  readonly day: string;
  readonly dirt: Dirt;
  /** How many of each kind are named. */
  readonly listed: number;
  readonly links: VendorLinks;
  readonly reassigned: number;
}

/** The page of a week: its columns, and what it holds in Notion's Markdown. */
export const patrolPage = ({ day, dirt, listed, links, reassigned }: Patrol) => {
  const total = KINDS.reduce((sum, [kind]) => sum + dirt[kind].count, 0);
  const sections = KINDS.flatMap(([kind, title, linkOf]) => {
    const { count } = dirt[kind];
    const first = dirt[kind].first.slice(0, listed);
    const more = count > first.length ? [`and ${count - first.length} more`] : [];
    const lines = first.map((one) => lineOf(one, linkOf(links, one.id)));
    return count === 0 ? [] : section(`${title}: ${count}`, [...lines, ...more]);
  });
  const done = reassigned === 0 ? [] : [`${counted(reassigned, 'contact')} given to the default owner.`];
  return {
    title: `Data hygiene of ${day}`,
    values: {
      Kind: 'Hygiene',
      Status: total === 0 ? 'Done' : 'Open',
      Due: day,
      Reason: `${counted(total, 'record')} to look at`,
      Outcome: done[0] ?? null,
    },
    markdown: [...done, ...(total === 0 ? ['Nothing is wrong.'] : sections)].join('\n'),
  };
};
