import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { HubSpotChange } from '../hubspot/change.ts';
import type { HubSpot } from '../hubspot/hubspot.ts';
import type { Limits } from '../limits/settings.ts';
import type { NotionChange } from '../notion/change.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import { makeRandom, type Random } from '../random.ts';
import type { StripeAccount } from '../stripe/account.ts';
import type { StripeEvent } from '../stripe/records/event.ts';
import { makeHubSpot } from './make-hubspot.ts';
import { makeNotion } from './make-notion.ts';
import { makeStripe } from './make-stripe.ts';
import { DAY_MS } from './moments.ts';
import { planCompanies } from './plan-companies.ts';
import { planContacts, type ContactPlan } from './plan-contacts.ts';
import { planCustomers, type CustomerPlan } from './plan-customers.ts';
import { planOwners } from './plan-owners.ts';
import { worldSizes, type WorldSizes } from './sizes.ts';

export interface World {
  /** What people still do by hand, and nobody else does. */
  readonly byHand: { onboarding: boolean };
  readonly hubspot: HubSpot;
  readonly stripe: StripeAccount;
  readonly notion: NotionWorkspace;
}

export interface WorldDeps {
  readonly seed: number;
  readonly contacts: number;
  readonly clock: MovableClock;
  readonly limits: Limits;
  readonly books: Books;
  onHubSpotChange?(change: HubSpotChange): void;
  /** Told of every event at Stripe as it is made. */
  readonly onStripeEvent?: ((event: StripeEvent) => void) | undefined;
  onNotionChange?(change: NotionChange): void;
}

/** The day's beginning: a restart on the same day finds the same dates, not only the same people. */
const anchorOf = (clock: MovableClock): number => Math.floor(clock.nowMs() / DAY_MS) * DAY_MS;

/** A few contacts know their Stripe customer by a property of their own. */
const stripeIdsOf = (random: Random, plans: readonly CustomerPlan[]): ReadonlyMap<ContactPlan, string> =>
  new Map(
    plans.flatMap(({ contact, customer, tie }) =>
      contact !== null && tie === 'same-email' && random.chance(0.1) ? [[contact, customer.id] as const] : [],
    ),
  );

const planPeople = (random: Random, sizes: WorldSizes, anchorMs: number) => {
  const owners = planOwners(random.fork('owners'), anchorMs);
  const companies = planCompanies(random.fork('companies'), {
    count: sizes.companies,
    ownerIds: owners.filter((owner) => !owner.archived).map((owner) => owner.id),
    anchorMs,
  });
  const count = sizes.contacts;
  const contacts = planContacts(random.fork('contacts'), { count, companies, owners, anchorMs });
  return { owners, companies, contacts };
};

/** Three vendors’ accounts made from one number: the same seed and day give the same world. */
export const makeWorld = ({
  seed,
  contacts: size,
  clock,
  limits,
  books,
  onStripeEvent = () => undefined,
  ...deps
}: WorldDeps): World => {
  const random = makeRandom(seed);
  const anchorMs = anchorOf(clock);
  const sizes = worldSizes(size);
  const { owners, companies, contacts } = planPeople(random, sizes, anchorMs);
  const plans = planCustomers(random.fork('customers'), {
    count: sizes.stripeCustomers,
    contacts,
    companies,
    anchorMs,
  });
  const stripeIds = stripeIdsOf(random.fork('stripe-ids'), plans);
  return {
    byHand: { onboarding: true },
    hubspot: makeHubSpot(random.fork('hubspot'), {
      owners,
      companies,
      contacts,
      stripeIds,
      sizes,
      anchorMs,
      clock,
      limits: limits.hubspot,
      books,
      onChange: (change) => deps.onHubSpotChange?.(change),
    }),
    stripe: makeStripe(random.fork('stripe'), {
      plans,
      anchorMs,
      clock,
      limits: limits.stripe,
      books,
      onEvent: onStripeEvent,
    }),
    notion: makeNotion(random.fork('notion'), {
      owners,
      companies,
      customers: plans,
      anchorMs,
      clock,
      limits: limits.notion,
      books,
      onChange: (change) => deps.onNotionChange?.(change),
    }),
  };
};
