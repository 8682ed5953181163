import type { PlacedSource } from '../load-sources.ts';
import { textPolicies } from './field-policy.ts';
import { moneyOf, whyMoney } from './money-fields.ts';
import type {
  CustomerField,
  Drift,
  ExplainedCustomer,
  ProjectedCustomer,
  Provenance,
} from './projected-customer.ts';
import { byVersion, inPrimaryOrder } from './speakers.ts';
import { decideText, driftOf, type Speakers } from './text-fields.ts';

/** The objects that are somebody; a subscription or an invoice only belongs to one, a page only tells of one. */
const SOMEBODY = new Set(['contact', 'company', 'customer']);

/** Deleted before anybody saw it, or forgotten: there is nothing to remember. */
const isKnown = ({ objectType, deleted, fields }: PlacedSource): boolean =>
  SOMEBODY.has(objectType) && (!deleted || Object.keys(fields).length > 0);

/** What each field is where nobody says anything. */
const nothing = {
  name: null,
  email: null,
  phone: null,
  company: null,
  jobTitle: null,
  domain: null,
  ownerId: null,
  lifecycleStage: null,
  billingEmail: null,
  currency: null,
  healthNotes: null,
  playbook: null,
  onboardingStatus: null,
} as const;

interface Ids {
  readonly hubspotContactId: string | null;
  readonly hubspotCompanyId: string | null;
}

const idsOf = (kind: ProjectedCustomer['kind'], hubspot: readonly PlacedSource[]): Ids => {
  const contact = hubspot.find(({ objectType }) => objectType === 'contact');
  const company = hubspot.find(({ objectType }) => objectType === 'company');
  return kind === 'account'
    ? { hubspotContactId: null, hubspotCompanyId: company?.externalId ?? null }
    : { hubspotContactId: contact?.externalId ?? null, hubspotCompanyId: contact?.fields.companyId ?? null };
};

/** Whoever said no to our e-mails anywhere gets none. */
const optOutOf = (sources: readonly PlacedSource[]): Provenance | undefined => {
  const said = sources.filter(({ fields }) => fields.emailOptOut !== undefined).toSorted(byVersion);
  const source = said.find(({ fields }) => fields.emailOptOut === true) ?? said[0];
  if (source === undefined) return undefined;
  const { system, objectType, externalId, version, fields } = source;
  return {
    value: fields.emailOptOut === true,
    system,
    objectType,
    externalId,
    atMs: version,
    rule: 'most-restrictive',
  };
};

const speakersOf = (somebody: readonly PlacedSource[], payers: readonly PlacedSource[]): Speakers =>
  new Map([
    ['hubspot', somebody.filter(({ system }) => system === 'hubspot').toSorted(byVersion)],
    ['stripe', payers],
    ['notion', somebody.filter(({ system }) => system === 'notion').toSorted(byVersion)],
  ]);

const textsOf = (speakers: Speakers) => {
  const values: Record<keyof typeof nothing, string | null> = { ...nothing };
  const provenance: [CustomerField, Provenance][] = [];
  const drift: [CustomerField, readonly Drift[]][] = [];
  for (const policy of textPolicies) {
    const decided = decideText(policy, speakers);
    if (decided === undefined) continue;
    values[policy.field] = decided.value;
    provenance.push([policy.field, decided]);
    const others = driftOf(policy, speakers, decided);
    if (others.length > 0) drift.push([policy.field, others]);
  }
  return { values, provenance, drift };
};

/**
 * The customer that these objects describe, whatever their order; null when nobody is or was among them.
 * The system that owns a field says what it is. Money is summed over all payers, by currency. Where all who
 * were somebody are deleted, what they said last stays, as a tombstone.
 */
export const projectCustomer = (
  kind: ProjectedCustomer['kind'],
  all: readonly PlacedSource[],
): ExplainedCustomer | null => {
  const live = all.filter(({ deleted }) => !deleted);
  const isDeleted = !live.some(({ objectType }) => SOMEBODY.has(objectType));
  const speaking = (isDeleted ? all : live).filter(({ belongsTo }) => belongsTo === null);
  if (!speaking.some(isKnown)) return null;
  const bills = live.filter(({ belongsTo }) => belongsTo !== null);
  const payers = inPrimaryOrder(
    speaking.filter(({ objectType }) => objectType === 'customer'),
    bills,
  );
  const speakers = speakersOf(speaking, payers);
  const { values, provenance, drift } = textsOf(speakers);
  const money = moneyOf(payers, bills);
  const optOut = optOutOf(speaking);
  const why = [...provenance, ...whyMoney(money, payers[0])];
  if (optOut !== undefined) why.push(['emailOptOut', optOut]);
  return {
    customer: {
      kind,
      ...values,
      ...idsOf(kind, speakers.get('hubspot') ?? []),
      ...money,
      emailOptOut: optOut === undefined ? null : optOut.value === true,
    },
    provenance: Object.fromEntries(why),
    drift: Object.fromEntries(drift),
    isDeleted,
  };
};
