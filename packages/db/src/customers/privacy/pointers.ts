import { pseudonymNode } from '../graph/pseudonym.ts';

const STRIPE = /(?<![A-Za-z0-9_])cus_[A-Za-z0-9]+/gu;
const CONTACT_NODE = /hubspot:contact:\d+/gu;
const NUMBER = /^\d+$/u;
const NAMES_CONTACTS = /contact/iu;

/** What stands instead of an object, by its node; undefined: it stays. */
type Instead = (node: string) => string | undefined;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

const inText = (text: string, instead: Instead): string =>
  text
    .replaceAll(STRIPE, (id) => instead(`stripe:customer:${id}`) ?? id)
    .replaceAll(CONTACT_NODE, (node) => {
      const pseudonym = instead(node);
      return pseudonym === undefined ? node : pseudonymNode(node, pseudonym);
    });

/** `member` is what the value stands under: a number is a contact's where that says so. */
const walk = (value: unknown, member: string, instead: Instead): unknown => {
  if (Array.isArray(value)) return value.map((one) => walk(one, member, instead));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, one]) => [
        name,
        walk(one, name === 'id' && value['type'] === 'contact' ? 'contact' : name, instead),
      ]),
    );
  }
  if (typeof value !== 'string' && typeof value !== 'number') return value;
  const text = String(value);
  if (NAMES_CONTACTS.test(member) && NUMBER.test(text)) return instead(`hubspot:contact:${text}`) ?? value;
  return typeof value === 'string' ? inText(value, instead) : value;
};

/** Every payer and contact that a value points at, as `stripe:customer:cus_1`. */
export const pointersIn = (value: unknown): readonly string[] => {
  const found: string[] = [];
  walk(value, '', (node) => {
    found.push(node);
    return undefined;
  });
  return found;
};

/** The value with pseudonyms where it points at these objects. */
export const erasePointers = (value: unknown, pseudonyms: ReadonlyMap<string, string>): unknown =>
  walk(value, '', (node) => pseudonyms.get(node));
