import type { AssociationEnd } from './associations.ts';
import type { HubSpot } from './hubspot.ts';
import type { ObjectStore } from './object-store.ts';
import { partsOf, type CrmRecord } from './record.ts';

const MERGED_IDS = 'hs_merged_object_ids';
const MERGED_VIDS = 'hs_calculated_merged_vids';
const OTHER_EMAILS = 'hs_additional_emails';

/** At most this many identities can be one. */
export const MAX_IDENTITIES = 250;

const mergedIdsOf = (record: CrmRecord): readonly string[] => partsOf(record.version.values.get(MERGED_IDS));

/** How many records a record is, counting those that went up in it. */
export const identitiesOf = (record: CrmRecord): number => mergedIdsOf(record).length + 1;

const otherEmailsOf = (primary: CrmRecord, other: CrmRecord): readonly string[] => {
  const main = primary.version.values.get('email') ?? other.version.values.get('email');
  const all = [primary, other].flatMap(({ version }) => [
    version.values.get('email') ?? '',
    ...partsOf(version.values.get(OTHER_EMAILS)),
  ]);
  return [...new Set(all)].filter((email) => email !== '' && email !== main);
};

const ownValues = (store: ObjectStore, primary: CrmRecord, other: CrmRecord, atMs: number) => {
  const ids = [...mergedIdsOf(primary), ...mergedIdsOf(other), primary.id, other.id];
  const entries: [string, string][] = [[MERGED_IDS, ids.join(';')]];
  if (store.type.name !== 'contacts') return entries;
  const emails = otherEmailsOf(primary, other);
  return [
    ...entries,
    // The two of this merge only: what was merged into them before is missing here.
    [MERGED_VIDS, `${primary.id}:${atMs};${other.id}:${atMs}`] as const,
    ...(emails.length === 0 ? [] : [[OTHER_EMAILS, emails.join(';')] as const]),
  ];
};

type Account = Pick<HubSpot, 'associations'>;

const primaryCompanyOf = ({ associations }: Account, end: AssociationEnd): string | undefined =>
  associations.of(end, 'companies').find(({ types }) => types.some(({ label }) => label === 'Primary'))?.toId;

/** All links are the survivor's; of two primary companies the primary record's stays one. */
const moveLinks = (account: Account, ends: readonly AssociationEnd[], survivor: AssociationEnd): void => {
  const [companyId] = ends.flatMap((end) => primaryCompanyOf(account, end) ?? []);
  for (const end of ends) account.associations.move(end, survivor);
  if (companyId !== undefined) account.associations.makePrimary(survivor, companyId);
};

/**
 * Two records become a third one: the primary's values, and the other's where the primary has none. It
 * takes over all links; the two ids lead to it from now on.
 */
export const mergeRecords = (
  account: Account,
  store: ObjectStore,
  { primary, other }: { readonly primary: CrmRecord; readonly other: CrmRecord },
  atMs: number,
): CrmRecord => {
  const values = new Map([
    ...other.version.values,
    ...primary.version.values,
    ...ownValues(store, primary, other, atMs),
  ]);
  const createdMs = Math.min(primary.createdAtMs, other.createdAtMs);
  const survivorId = store.nextId();
  // They end first: what must be unique is the survivor's from now on.
  for (const record of [primary, other]) store.end(record, { kind: 'merged', intoId: survivorId }, atMs);
  const survivor = store.create(new Map(), { createdMs, modifiedMs: atMs }, values);
  const endOf = (id: string): AssociationEnd => ({ type: store.type.name, id });
  moveLinks(account, [endOf(primary.id), endOf(other.id)], endOf(survivorId));
  return survivor;
};
