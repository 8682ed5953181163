import type { Customer } from '@sherpa/db';
import type { z } from 'zod';
import type { leadRouting } from './definition.ts';

type Rules = z.output<(typeof leadRouting)['settings']>;

const PAYING = new Set(['active', 'trialing', 'past_due', 'unpaid', 'paused']);

/** True for somebody who has a subscription that lives. */
export const pays = (customer: Customer | undefined): customer is Customer =>
  customer?.subscriptionStatus !== undefined &&
  customer.subscriptionStatus !== null &&
  PAYING.has(customer.subscriptionStatus);

export interface Lead {
  readonly contactId: string;
  readonly countryCode: string | null;
  /** Of whom it is, if that is known. */
  readonly account: Customer | undefined;
  readonly defaultOwnerId: string | null;
  readonly activeOwnerIds: ReadonlySet<string>;
}

export interface Choice {
  readonly ownerId: string;
  readonly why: string;
}

/** The same one for the same contact, however often it is asked; over many contacts each gets a share. */
const shareOf = (owners: readonly string[], contactId: string): string | undefined => {
  const hash = [...contactId].reduce((sum, sign) => (sum * 31 + (sign.codePointAt(0) ?? 0)) % 1_000_003, 7);
  return owners[hash % owners.length];
};

/** Whose a lead is: of the owner of a paying account, else of its territory, else of everybody's, else by default. */
export const chooseOwner = (lead: Lead, rules: Rules): Choice | undefined => {
  const { contactId, countryCode, account, activeOwnerIds, defaultOwnerId } = lead;
  const active = (owners: readonly string[]): readonly string[] =>
    owners.filter((id) => activeOwnerIds.has(id));
  const country = countryCode?.toUpperCase() ?? '';
  const territory = rules.territories.find(({ countries }) => countries.includes(country));
  const candidates = [
    {
      owners: pays(account) && account.ownerId !== null ? [account.ownerId] : [],
      why: 'The company is a customer of theirs.',
    },
    { owners: territory?.owners ?? [], why: `Their territory: ${country}.` },
    { owners: rules.owners, why: 'Their share of all leads.' },
    { owners: defaultOwnerId === null ? [] : [defaultOwnerId], why: 'Nobody else is named for it.' },
  ];
  for (const { owners, why } of candidates) {
    const ownerId = shareOf(active(owners), contactId);
    if (ownerId !== undefined) return { ownerId, why };
  }
  return undefined;
};
