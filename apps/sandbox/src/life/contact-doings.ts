import { PERSON } from '../hubspot/change.ts';
import { link } from '../hubspot/link.ts';
import { MAX_IDENTITIES, identitiesOf } from '../hubspot/merge.ts';
import { addRecord, archiveRecord, changeRecord } from '../hubspot/record-changes.ts';
import { isLive, type CrmRecord } from '../hubspot/record.ts';
import { purgeAndTell } from '../hubspot/routes/gdpr-delete.ts';
import { mergeNamed } from '../hubspot/routes/merge-objects.ts';
import { firstNames, lastNames, toSlug } from '../world/names.ts';
import type { Doing, Scene } from './doing.ts';
import { someLive } from './take.ts';

const contactsOf = ({ world }: Scene) => world.hubspot.stores.contacts;

const joinCompany = ({ world: { hubspot }, random }: Scene, contact: CrmRecord): void => {
  const company = someLive(random, hubspot.stores.companies);
  if (company === undefined) return;
  const [from, to] = [
    { type: 'contacts', id: contact.id },
    { type: 'companies', id: company.id },
  ] as const;
  link(hubspot, from, to, { actor: PERSON });
};

const newPerson = (scene: Scene): void => {
  const { world, random, memory } = scene;
  memory.made += 1;
  const [first, last] = [random.pick(firstNames), random.pick(lastNames)];
  const values = new Map([
    ['firstname', first],
    ['lastname', last],
    ['email', `${toSlug(first)}.${toSlug(last)}.new${memory.made}@fresh.example`],
    ['lifecyclestage', 'lead'],
  ]);
  const contact = addRecord(world.hubspot, contactsOf(scene), values, PERSON);
  if (random.chance(0.7)) joinCompany(scene, contact);
};

/** The same person once more, from a private address. */
const newTwin = (scene: Scene): void => {
  const { world, random, memory } = scene;
  const first = someLive(random, contactsOf(scene));
  if (first === undefined) return;
  memory.made += 1;
  const given = first.version.values;
  const values = new Map([
    ['firstname', given.get('firstname') ?? ''],
    ['lastname', (given.get('lastname') ?? '').toUpperCase()],
    ['phone', given.get('phone') ?? ''],
    ['email', `twin.${memory.made}@mail.example`],
  ]);
  const second = addRecord(world.hubspot, contactsOf(scene), values, PERSON);
  memory.twins.push({ first: first.id, second: second.id });
};

const mergeTwins = (scene: Scene): void => {
  const { world, memory } = scene;
  const contacts = contactsOf(scene);
  const pair = memory.twins.shift();
  const [primary, other] = [contacts.get(pair?.first ?? ''), contacts.get(pair?.second ?? '')];
  if (primary === undefined || other === undefined || !isLive(primary) || !isLive(other)) return;
  if (identitiesOf(primary) + identitiesOf(other) > MAX_IDENTITIES) return;
  mergeNamed(world.hubspot, contacts, { primaryId: primary.id, otherId: other.id }, PERSON);
};

const editPerson = (scene: Scene): void => {
  const { world, random } = scene;
  const record = someLive(random, contactsOf(scene));
  if (record === undefined) return;
  const change: readonly [string, string] = random.pick([
    ['phone', `+49 171 ${random.int(1_000_000, 9_999_999)}`],
    ['jobtitle', random.pick(['CFO', 'Buyer', 'Head of Operations', 'Team Lead'])],
    ['lastname', random.pick(lastNames)],
  ]);
  changeRecord(world.hubspot, contactsOf(scene), record, { values: new Map([change]), actor: PERSON });
};

const archivePerson = (scene: Scene): void => {
  const record = someLive(scene.random, contactsOf(scene));
  if (record !== undefined) archiveRecord(scene.world.hubspot, contactsOf(scene), record, PERSON);
};

const erasePerson = (scene: Scene): void => {
  const record = someLive(scene.random, contactsOf(scene));
  if (record !== undefined) purgeAndTell(scene.world.hubspot, record, PERSON);
};

/** What happens to the people in HubSpot. */
export const contactDoings: readonly Doing[] = [
  { name: 'contact made', perThousand: 2, run: newPerson },
  { name: 'contact edited', perThousand: 8, run: editPerson },
  { name: 'contact made twice', perThousand: 0.5, run: newTwin },
  { name: 'contacts merged', perThousand: 0.4, run: mergeTwins },
  { name: 'contact archived', perThousand: 0.3, run: archivePerson },
  { name: 'contact erased', perThousand: 0.05, run: erasePerson },
];
