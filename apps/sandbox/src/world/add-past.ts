import type { HubSpot } from '../hubspot/hubspot.ts';
import { mergeRecords } from '../hubspot/merge.ts';
import type { CrmRecord } from '../hubspot/record.ts';
import { purgeContact } from '../hubspot/privacy.ts';
import type { HubSpotDeps } from './hubspot-deps.ts';
import { DAY_MS, type Times } from './moments.ts';

type Account = Pick<HubSpot, 'stores' | 'associations' | 'blocklist'>;

/** One in a hundred was merged, and as many more were archived; small worlds have none of it. */
const PAST_EVERY = 100;
const PURGED_EVERY = 300;

const timesOf = (record: CrmRecord): Times => ({
  createdMs: record.createdAtMs,
  modifiedMs: record.version.modifiedMs,
});

/** Never before what is merged was last changed. */
const momentAfter = (record: CrmRecord, atMs: number): number => Math.max(record.version.modifiedMs, atMs);

/** A second company of the same name, with the domain as another person typed it. */
const mergeCompany = ({ stores, associations }: Account, primary: CrmRecord, atMs: number): void => {
  const { companies } = stores;
  const values = new Map([
    ['name', (primary.version.values.get('name') ?? '').toUpperCase()],
    ['domain', `www.${primary.version.values.get('domain') ?? 'unknown.example'}`],
  ]);
  const other = companies.create(values, timesOf(primary));
  mergeRecords({ associations }, companies, { primary, other }, momentAfter(primary, atMs));
};

export const addPastCompanies = (
  account: Account,
  { companies, anchorMs }: Pick<HubSpotDeps, 'companies' | 'anchorMs'>,
): void => {
  for (let past = 0; past < Math.floor(companies.length / PAST_EVERY); past += 1) {
    const record = account.stores.companies.get(companies[past * PAST_EVERY + 30]?.id ?? '');
    if (record !== undefined) mergeCompany(account, record, anchorMs - (past * 31 + 20) * DAY_MS);
  }
};

/** The same person once more, as a form made it from a private address. */
const twinOf = (account: Account, primary: CrmRecord, name: string): CrmRecord => {
  const { values } = primary.version;
  return account.stores.contacts.create(
    new Map([
      ['firstname', values.get('firstname') ?? ''],
      ['lastname', values.get('lastname') ?? ''],
      ['email', `${name}@mail.example`],
      ['lifecyclestage', 'lead'],
    ]),
    timesOf(primary),
  );
};

const mergeContact = (account: Account, primary: CrmRecord, past: number, atMs: number): void => {
  const { contacts } = account.stores;
  const merge = (record: CrmRecord, name: string): CrmRecord => {
    const pair = { primary: record, other: twinOf(account, record, name) };
    return mergeRecords(account, contacts, pair, momentAfter(record, atMs));
  };
  const survivor = merge(primary, `merged.${past}`);
  // The first one was merged again later: what it became is gone as well.
  if (past === 0) merge(survivor, `merged.again.${past}`);
};

/** Extra people beyond those that are planned, so that as many live as were asked for. */
const stranger = (account: Account, name: string, createdMs: number): CrmRecord =>
  account.stores.contacts.create(
    new Map([
      ['firstname', 'Former'],
      ['lastname', 'Customer'],
      ['email', `${name}@mail.example`],
      ['lifecyclestage', 'customer'],
    ]),
    { createdMs, modifiedMs: createdMs },
  );

/** Who is no longer there: merged, archived (some for more than ninety days), erased. */
export const addPastContacts = (
  account: Account,
  { contacts, anchorMs }: Pick<HubSpotDeps, 'contacts' | 'anchorMs'>,
): void => {
  const store = account.stores.contacts;
  const longAgoMs = anchorMs - 400 * DAY_MS;
  const known = contacts.filter(({ email }) => email !== null);
  for (let past = 0; past < Math.floor(contacts.length / PAST_EVERY); past += 1) {
    const record = store.get(known[past * PAST_EVERY + 50]?.id ?? '');
    if (record !== undefined) mergeContact(account, record, past, anchorMs - (past * 13 + 9) * DAY_MS);
    store.archive(
      stranger(account, `archived.${past}`, longAgoMs),
      anchorMs - ((past % 9) * 15 + 4) * DAY_MS,
    );
  }
  for (let past = 0; past < Math.floor(contacts.length / PURGED_EVERY); past += 1) {
    const purged = stranger(account, `erased.${past}`, longAgoMs);
    purgeContact(account, store, purged, anchorMs - (past * 40 + 12) * DAY_MS);
  }
};
