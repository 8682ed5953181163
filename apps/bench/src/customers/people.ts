import type { CustomerSource } from '@sherpa/db';

/** A vendor object, and who it really is. */
export interface KnownObject {
  readonly source: CustomerSource;
  readonly truth: number;
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export const makeRandom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const FIRST = 'ada bob carla dmitri elena farid grace hugo ines jonas kira liam mona noor otto priya'.split(
  ' ',
);
const LAST =
  'adler brandt costa dietz eriksen fischer gomez huber ivanov jensen klein lopez meyer novak'.split(' ');

const pick = (random: () => number, from: readonly string[]): string =>
  from[Math.floor(random() * from.length)] ?? '';

const titled = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

interface Person {
  readonly index: number;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly domain: string;
}

const COLLEAGUES = 8;

const makePerson = (random: () => number, index: number): Person => {
  const [first, last] = [pick(random, FIRST), pick(random, LAST)];
  const isPrivate = random() < 0.25;
  const domain = isPrivate ? 'gmail.com' : `company-${Math.floor(index / COLLEAGUES)}.example`;
  return {
    index,
    name: `${titled(first)} ${titled(last)}`,
    email: `${first}.${last}${index}@${domain}`,
    phone: `+49 30 ${1_000_000 + index}`,
    domain,
  };
};

const withTypo = (random: () => number, text: string): string => {
  const at = 1 + Math.floor(random() * (text.indexOf('@') - 1));
  return text.slice(0, at) + text.slice(at + 1);
};

const source = (
  system: 'hubspot' | 'stripe',
  externalId: string,
  given: Pick<CustomerSource, 'fields'> & { readonly keys?: readonly string[] },
): CustomerSource => {
  const objectType = system === 'hubspot' ? 'contact' : 'customer';
  return {
    system,
    objectType,
    externalId,
    keys: [`${system}:${objectType}:${externalId}`, ...(given.keys ?? [])],
    fields: given.fields,
    version: 1,
    deleted: false,
  };
};

/** How somebody comes to be a payer, and how often; what is left pays with the address that HubSpot has. */
const payers: readonly (readonly [
  number,
  (person: Person, random: () => number, id: string) => CustomerSource,
])[] = [
  [
    0.1,
    ({ name, email, index }, random, id) =>
      source('stripe', id, {
        fields: { name, email: random() < 0.5 ? email.toUpperCase() : ` ${titled(email)}`, createdMs: index },
      }),
  ],
  // Another address, and the id of the contact.
  [
    0.1,
    ({ name, index }, _random, id) =>
      source('stripe', id, {
        fields: { name, email: `pay.${index}@elsewhere.example`, createdMs: index },
        keys: [`hubspot:contact:${index}`],
      }),
  ],
  // A typing error: nothing strong is left, the name at the company is.
  [
    0.06,
    ({ name, email, index }, random, id) =>
      source('stripe', id, { fields: { name, email: withTypo(random, email), createdMs: index } }),
  ],
  // The mailbox of a function, and a telephone number.
  [
    0.06,
    ({ name, domain, phone, index }, _random, id) =>
      source('stripe', id, { fields: { name, email: `billing@${domain}`, phone, createdMs: index } }),
  ],
  // One address that a whole office uses.
  [
    0.06,
    ({ name, index }, _random, id) =>
      source('stripe', id, {
        fields: { name, email: `team-${Math.floor(index / 300)}@office.example`, createdMs: index },
      }),
  ],
];

const payerOf = (random: () => number, person: Person, id: string): CustomerSource => {
  let roll = random();
  for (const [share, make] of payers) {
    if (roll < share) return make(person, random, id);
    roll -= share;
  }
  const { name, email, index } = person;
  return source('stripe', id, { fields: { name, email, createdMs: index } });
};

const contactOf = ({ index, name, email, phone }: Person): CustomerSource =>
  source('hubspot', String(index), { fields: { name, email, phone, createdMs: index } });

/** Who was entered twice has another address the second time. */
const duplicateOf = (random: () => number, { index, name, email, phone }: Person): CustomerSource =>
  source('hubspot', `9${index}`, {
    fields: {
      name,
      email: withTypo(random, email),
      phone: random() < 0.5 ? phone : null,
      createdMs: index + 1,
    },
  });

/**
 * People as vendors know them, with the truth: payers under other spellings, addresses and ids, typing errors,
 * shared mailboxes, contacts entered twice. The same seed makes the same people.
 */
export const makePeople = (count: number, seed: number): readonly KnownObject[] => {
  const random = makeRandom(seed);
  return Array.from({ length: count }, (_, index) => makePerson(random, index)).flatMap((person) => {
    const truth = person.index;
    const objects = [contactOf(person)];
    for (let payer = 0; payer < 2; payer += 1) {
      if (random() < (payer === 0 ? 0.5 : 0.1))
        objects.push(payerOf(random, person, `cus_${truth}_${payer}`));
    }
    if (random() < 0.04) objects.push(duplicateOf(random, person));
    return objects.map((object) => ({ source: object, truth }));
  });
};
