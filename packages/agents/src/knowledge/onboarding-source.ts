import type { CustomerSource } from '@sherpa/db';
import { z } from 'zod';
import type { PagePayload } from './page-payload.ts';

const textOf = ({ properties }: PagePayload, ...names: readonly string[]): string | null => {
  for (const [name, { value }] of Object.entries(properties)) {
    if (!names.includes(name.toLowerCase())) continue;
    const text = typeof value === 'number' ? String(value) : value;
    if (typeof text === 'string' && text.trim() !== '') return text.trim();
  }
  return null;
};

/** What people paste: the id, or the address of the record, whose type has a number. */
const hubspotKey = (typed: string): string | undefined => {
  const [, type, id] = /\/record\/(0-[12])\/(\d+)/u.exec(typed) ?? [];
  if (id !== undefined) return `hubspot:${type === '0-1' ? 'contact' : 'company'}:${id}`;
  return /^\d+$/u.test(typed) ? `hubspot:company:${typed}` : undefined;
};

const stripeKey = (typed: string): string | undefined => {
  const [id] = /\bcus_\w+/u.exec(typed) ?? [];
  return id === undefined ? undefined : `stripe:customer:${id}`;
};

const contactKey = (typed: string): string | undefined =>
  /^\d+$/u.test(typed) ? `hubspot:contact:${typed}` : hubspotKey(typed);

const tiesOf = (page: PagePayload): readonly string[] => {
  const typed = [
    [hubspotKey, textOf(page, 'hubspot id', 'hubspot company id')],
    [contactKey, textOf(page, 'hubspot contact id')],
    [stripeKey, textOf(page, 'stripe id', 'stripe customer id')],
  ] as const;
  return [...new Set(typed.flatMap(([keyOf, text]) => (text === null ? [] : (keyOf(text) ?? []))))];
};

/** The page as a node of the customers. */
export const pageNode = (id: string): string => `notion:page:${id}`;

const idsSchema = z.array(z.string()).catch([]);

/** The pages that it names as its playbook. */
export const playbookIdsOf = ({ properties }: PagePayload): readonly string[] =>
  Object.entries(properties)
    .filter(([name, { type }]) => name.toLowerCase() === 'playbook' && type === 'relation')
    .flatMap(([, { value }]) => idsSchema.parse(value));

/**
 * A page that says whose onboarding it is, as a source of that customer; undefined for any other. A bare id is
 * taken for a company's: the pages are about accounts.
 */
export const onboardingSource = (
  page: PagePayload,
  titles: ReadonlyMap<string, string>,
): CustomerSource | undefined => {
  const ties = tiesOf(page);
  if (ties.length === 0) return undefined;
  const playbooks = playbookIdsOf(page).flatMap((id) => titles.get(id) ?? []);
  return {
    system: 'notion',
    objectType: 'page',
    externalId: page.id,
    keys: [pageNode(page.id), ...ties],
    fields: {
      onboardingStatus: textOf(page, 'onboarding status', 'status'),
      playbook: playbooks.length > 0 ? playbooks.join(', ') : textOf(page, 'playbook'),
      healthNotes: textOf(page, 'health notes', 'health'),
    },
    version: page.editedAt.getTime(),
    deleted: false,
  };
};
