import type { TaskContext } from '@sherpa/agent-kit';
import { toMoney } from '@sherpa/core';
import type { Customer } from '@sherpa/db';
import type { z } from 'zod';
import type { KnownParty } from '../../../casework/hold-unless-known.ts';
import { aboutOf, knownCustomer } from '../../../known-customer.ts';
import type { incidents } from './definition.ts';

type Settings = z.output<(typeof incidents)['settings']>;

type Asked = Parameters<typeof knownCustomer>[0] & Pick<TaskContext, 'withTenant'>;

/** The customer behind `company:1` or `contact:1`; undefined where nobody knows one. */
export const partyOf = async (ctx: Asked, account: string): Promise<KnownParty | undefined> => {
  if (account.startsWith('ticket:')) return undefined;
  const customer = await knownCustomer(ctx, `hubspot:${account}`);
  const about = customer === undefined ? [] : aboutOf(customer);
  return customer === undefined || about.length === 0 ? undefined : { customer, about };
};

/** What an account pays a month, and what that makes it. Currencies are not added up: the largest counts. */
export const standingOf = (
  { monthlyRevenue }: Pick<Customer, 'monthlyRevenue'>,
  { tiers }: Pick<Settings, 'tiers'>,
): { readonly tier: string; readonly revenue: string } => {
  const [largest] = Object.entries(monthlyRevenue).toSorted(([, one], [, other]) => other - one);
  const minor = largest?.[1] ?? 0;
  const tier = tiers
    .toSorted((one, other) => other.fromMinor - one.fromMinor)
    .find(({ fromMinor }) => minor >= fromMinor);
  return {
    tier: tier?.name ?? 'Unknown',
    revenue: largest === undefined ? 'none' : toMoney(minor, largest[0]),
  };
};
