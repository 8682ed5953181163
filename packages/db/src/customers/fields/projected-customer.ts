import type { SourceSystem } from '../customer-source.ts';

/** A customer as its sources make it. */
export interface ProjectedCustomer {
  readonly kind: 'person' | 'account';
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly company: string | null;
  readonly jobTitle: string | null;
  readonly domain: string | null;
  readonly ownerId: string | null;
  readonly lifecycleStage: string | null;
  readonly emailOptOut: boolean | null;
  readonly hubspotContactId: string | null;
  /** Of an account its own, of a person that of the company it works for. */
  readonly hubspotCompanyId: string | null;
  readonly stripeCustomerId: string | null;
  readonly stripeCustomerIds: readonly string[];
  readonly billingEmail: string | null;
  readonly taxIds: readonly string[];
  readonly subscriptionStatus: string | null;
  readonly monthlyRevenue: Readonly<Record<string, number>>;
  readonly receivable: Readonly<Record<string, number>>;
  readonly balanceMinor: number | null;
  readonly currency: string | null;
  readonly delinquent: boolean | null;
  readonly healthNotes: string | null;
  readonly playbook: string | null;
  readonly onboardingStatus: string | null;
}

export type CustomerField = Exclude<keyof ProjectedCustomer, 'kind'>;

/** Where the value of a field comes from. Of a sum, or what several say together, no single object. */
export interface Provenance {
  readonly value: unknown;
  readonly system: SourceSystem;
  readonly objectType: string | null;
  readonly externalId: string | null;
  /** The source's own time, as Unix milliseconds. */
  readonly atMs: number | null;
  readonly rule: FieldRule;
}

/**
 * owner: the system that owns the field said so; newest: the newest of its objects; primary: its primary
 * payer; fallback: the owner says nothing, another system does; sum, any, most-urgent, most-restrictive: of all.
 */
export type FieldRule =
  | 'owner'
  | 'newest'
  | 'primary'
  | 'fallback'
  | 'sum'
  | 'any'
  | 'most-urgent'
  | 'most-restrictive';

/** What another system holds in a field that it does not own. */
export interface Drift {
  readonly system: SourceSystem;
  readonly objectType: string;
  readonly externalId: string;
  readonly value: string;
}

/** A customer with the reason for each of its fields. */
export interface ExplainedCustomer {
  readonly customer: ProjectedCustomer;
  readonly provenance: Readonly<Partial<Record<CustomerField, Provenance>>>;
  readonly drift: Readonly<Partial<Record<CustomerField, readonly Drift[]>>>;
  /** Nobody among its sources lives any more; what they said stays. */
  readonly isDeleted: boolean;
}
