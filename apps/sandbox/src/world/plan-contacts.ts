import { lifecycleStages } from '../hubspot/lifecycle.ts';
import type { Owner } from '../hubspot/owners.ts';
import type { Random } from '../random.ts';
import type { CompanyPlan } from './plan-companies.ts';
import { planTimes, type Times } from './moments.ts';
import { firstNames, lastNames, oddNames, toSlug, type PersonName } from './names.ts';
import { dealQuota } from './quota.ts';

/** Kept small: there are as many of these as contacts, until the world is made. */
export interface ContactPlan {
  readonly id: string;
  readonly name: PersonName;
  /** Null for those who left none. */
  readonly email: string | null;
  readonly company: CompanyPlan | null;
  readonly ownerId: string;
  readonly hasActiveOwner: boolean;
  readonly phone: string;
  readonly job: string;
  readonly stage: string;
  readonly times: Times;
}

export interface ContactDeps {
  readonly count: number;
  readonly companies: readonly CompanyPlan[];
  readonly owners: readonly Owner[];
  readonly anchorMs: number;
}

export const FIRST_CONTACT_ID = 100_001;

type Kind = 'usual' | 'odd' | 'again' | 'no-email';
type Ownership = 'owned' | 'ownerless' | 'deactivated';

const JOBS = ['CEO', 'CFO', 'Head of Operations', 'Accountant', 'Buyer', 'Engineer', 'Office Manager'];

const planPhone = (random: Random): string => {
  const number = random.int(1_000_000, 9_999_999);
  const prefix = random.pick(['+49 171 ', '0171/', '+1 (555) ', '', '']);
  return prefix === '' ? '' : [prefix, number].join('');
};

const planOwner = (random: Random, owners: readonly Owner[]): string =>
  owners.length === 0 ? '' : random.pick(owners).id;

const planName = (random: Random, kind: Kind, index: number): PersonName =>
  kind === 'odd'
    ? (oddNames[index % oddNames.length] ?? { first: 'Odd', last: 'One' })
    : { first: random.pick(firstNames), last: random.pick(lastNames) };

/** A name given a second time, now and then with the shift key held down. */
const asTypedAgain = ({ first, last }: PersonName, index: number): PersonName =>
  index % 3 === 1 ? { first: first.toUpperCase(), last: last.toUpperCase() } : { first, last };

/** The address of a person; a second contact of the same person has a private one, or a slip of the pen. */
const planEmail = (
  name: PersonName,
  kind: Kind,
  company: CompanyPlan | null,
  { index, twinEmail }: { readonly index: number; readonly twinEmail: string | null },
): string | null => {
  if (kind === 'no-email') return null;
  if (twinEmail !== null && index % 3 === 0) return twinEmail.replace(/^./u, '$&$&');
  const user = [toSlug(name.first), toSlug(name.last)].filter((part) => part !== '').join('.') || 'contact';
  const domain = kind === 'again' || company === null ? 'mail.example' : company.mailDomain;
  return [user, '.', index, '@', domain].join('');
};

/** Who is there a second time: the last one before who can be told by an address. */
const twinFor = (kind: Kind, plans: readonly ContactPlan[]): ContactPlan | undefined =>
  kind === 'again' ? plans.findLast((plan) => plan.email !== null) : undefined;

export const planContacts = (random: Random, deps: ContactDeps): readonly ContactPlan[] => {
  const kinds = dealQuota<Kind>(
    random.fork('kinds'),
    deps.count,
    { odd: 0.03, again: 0.03, 'no-email': 0.04 },
    'usual',
  );
  const ownerships = dealQuota<Ownership>(
    random.fork('owners'),
    deps.count,
    { ownerless: 0.08, deactivated: 0.05 },
    'owned',
  );
  const times = planTimes(random.fork('times'), deps.count, deps.anchorMs);
  const ownersOf: Readonly<Record<Ownership, readonly Owner[]>> = {
    ownerless: [],
    owned: deps.owners.filter(({ archived }) => !archived),
    deactivated: deps.owners.filter(({ archived }) => archived),
  };
  const plans: ContactPlan[] = [];
  let oddCount = 0;
  for (const [index, time] of times.entries()) {
    const kind = kinds[index] ?? 'usual';
    const ownership = ownerships[index] ?? 'owned';
    const twin = twinFor(kind, plans);
    const company = twin?.company ?? (random.chance(0.9) ? random.pick(deps.companies) : null);
    const name = twin === undefined ? planName(random, kind, oddCount) : asTypedAgain(twin.name, index);
    if (kind === 'odd') oddCount += 1;
    const email = planEmail(name, kind, company, { index, twinEmail: twin?.email ?? null });
    const ownerId = planOwner(random, ownersOf[ownership]);
    plans.push({
      id: String(FIRST_CONTACT_ID + index),
      name,
      email,
      company,
      hasActiveOwner: ownership === 'owned',
      ownerId,
      phone: planPhone(random),
      job: random.chance(0.7) ? random.pick(JOBS) : '',
      stage: random.pick(lifecycleStages),
      times: time,
    });
  }
  return plans;
};
