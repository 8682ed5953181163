import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { HubSpotChange } from '../hubspot/change.ts';
import type { Owner } from '../hubspot/owners.ts';
import type { Limits } from '../limits/settings.ts';
import type { CompanyPlan } from './plan-companies.ts';
import type { ContactPlan } from './plan-contacts.ts';
import type { WorldSizes } from './sizes.ts';

/** What a HubSpot account is filled with. */
export interface HubSpotDeps {
  readonly owners: readonly Owner[];
  readonly companies: readonly CompanyPlan[];
  readonly contacts: readonly ContactPlan[];
  readonly stripeIds: ReadonlyMap<ContactPlan, string>;
  readonly sizes: WorldSizes;
  readonly anchorMs: number;
  readonly clock: MovableClock;
  readonly limits: Limits['hubspot'];
  readonly books: Books;
  onChange?(change: HubSpotChange): void;
}
