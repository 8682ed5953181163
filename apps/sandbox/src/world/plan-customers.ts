import type { Random } from '../random.ts';
import { NO_METADATA } from '../stripe/metadata.ts';
import type { StripeCustomer } from '../stripe/records/customer.ts';
import { DAY_MS } from './moments.ts';
import { firstNames, lastNames, toSlug } from './names.ts';
import type { CompanyPlan } from './plan-companies.ts';
import type { ContactPlan } from './plan-contacts.ts';
import { dealQuota } from './quota.ts';

/** How a Stripe customer is tied to HubSpot, if at all. */
type Tie =
  | 'same-email'
  | 'other-case'
  | 'contact-id'
  | 'company-id'
  | 'unmatched'
  | 'second'
  | 'deleted'
  | 'no-email';

export interface CustomerPlan {
  readonly customer: StripeCustomer;
  readonly contact: ContactPlan | null;
  readonly tie: Tie;
}

interface Identity {
  readonly email: string | null;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly contact: ContactPlan | null;
}

export interface CustomerDeps {
  readonly count: number;
  readonly contacts: readonly ContactPlan[];
  readonly companies: readonly CompanyPlan[];
  readonly anchorMs: number;
}

const CURRENCIES = ['eur', 'eur', 'eur', 'usd', 'usd', 'gbp', 'jpy', 'krw'];

const TEST_CLOCK_EVERY = 20;

const fullName = (contact: ContactPlan): string =>
  [contact.name.first, contact.name.last].join(' ').slice(0, 256);

/** As a keyboard with its own ideas writes it: `Ann.Lee@acme.example`, `ANN.LEE@ACME.EXAMPLE`. */
const inOtherCase = (random: Random, email: string): string =>
  random.chance(0.5) ? email.toUpperCase() : email.charAt(0).toUpperCase() + email.slice(1);

const strangerOf = (random: Random, index: number): Identity => {
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  const email = [toSlug(first), '.', toSlug(last), '.', index, '@stranger.example'].join('');
  return { email, name: [first, last].join(' '), metadata: NO_METADATA, contact: null };
};

const companyIdentity = (company: CompanyPlan): Identity => ({
  email: ['billing@', company.mailDomain].join(''),
  name: company.name,
  metadata: { hubspot_company_id: company.id },
  contact: null,
});

const contactIdentity = (random: Random, tie: Tie, contact: ContactPlan, index: number): Identity => {
  const email = contact.email ?? '';
  const byTie: Partial<Record<Tie, Pick<Identity, 'email' | 'metadata'>>> = {
    'other-case': { email: inOtherCase(random, email), metadata: NO_METADATA },
    'contact-id': { email: `accounts.${index}@mail.example`, metadata: { hubspot_contact_id: contact.id } },
    'no-email': { email: null, metadata: { hubspot_contact_id: contact.id } },
  };
  return { email, metadata: NO_METADATA, ...byTie[tie], name: fullName(contact), contact };
};

export const planCustomers = (random: Random, deps: CustomerDeps): readonly CustomerPlan[] => {
  const ties = dealQuota<Tie>(
    random.fork('ties'),
    deps.count,
    {
      'other-case': 0.1,
      'contact-id': 0.08,
      'company-id': 0.08,
      unmatched: 0.1,
      second: 0.06,
      deleted: 0.02,
      'no-email': 0.01,
    },
    'same-email',
  );
  const queue = random.shuffled(deps.contacts.filter((contact) => contact.email !== null));
  const used: ContactPlan[] = [];
  const identify = (tie: Tie, index: number): Identity => {
    if (tie === 'unmatched') return strangerOf(random, index);
    if (tie === 'company-id') return companyIdentity(random.pick(deps.companies));
    const contact = tie === 'second' && used.length > 0 ? random.pick(used) : queue.pop();
    if (contact === undefined) return strangerOf(random, index);
    if (tie === 'same-email') used.push(contact);
    return contactIdentity(random, tie, contact, index);
  };
  const ageStepMs = (700 * DAY_MS) / Math.max(deps.count, 1);
  return ties.map((tie, index) => {
    const { contact, email, name, metadata } = identify(tie, index);
    const created = Math.floor((deps.anchorMs - (deps.count - index) * ageStepMs) / 1_000);
    const customer: StripeCustomer = {
      email,
      metadata,
      name,
      id: random.token(14, 'cus_'),
      created,
      invoicePrefix: random.token(8).toUpperCase(),
      // Somebody tried a test clock out, on a customer that nobody knows.
      testClock: tie === 'unmatched' && index % TEST_CLOCK_EVERY === 0 ? `clock_${index}` : null,
      balance: 0,
      currency: random.pick(CURRENCIES),
      phone: random.chance(0.3) ? ['+1555', random.int(1_000_000, 9_999_999)].join('') : null,
      description: random.chance(0.2) ? 'Imported from the old billing system' : null,
      delinquent: false,
      isDeleted: tie === 'deleted',
      declineCode: null,
    };
    return { customer, contact, tie };
  });
};
