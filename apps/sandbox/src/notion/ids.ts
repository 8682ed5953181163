import type { VendorRequest } from '../http/route.ts';
import type { Random } from '../random.ts';
import { invalid } from './errors.ts';

const HEX = '0123456789abcdef';

const withDashes = (plain: string): string =>
  [plain.slice(0, 8), plain.slice(8, 12), plain.slice(12, 16), plain.slice(16, 20), plain.slice(20)].join(
    '-',
  );

/** A UUID out of seeded chance. */
export const drawId = (random: Random): string => {
  const digits = Array.from({ length: 32 }, () => HEX.charAt(random.int(0, 15)));
  digits[12] = '4';
  digits[16] = HEX.charAt(8 + random.int(0, 3));
  return withDashes(digits.join(''));
};

/** The id of the nth thing below another: always the same one, and nobody else's. */
export const idBelow = (id: string, index: number): string => {
  // An odd factor moves every number to another one, so no two are the same and none look alike.
  const digits = (Math.imul(index + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, '0');
  return `${id.slice(0, 24)}${digits}${id.slice(32)}`;
};

/** An id with its dashes, given with or without them; nothing if it is none. */
export const readId = (text: string): string | undefined => {
  const plain = text.toLowerCase().replaceAll('-', '');
  return /^[0-9a-f]{32}$/u.test(plain) ? withDashes(plain) : undefined;
};

/** An id in a body or query, or Notion's 400. */
export const idAt = (path: string, text: string): string => {
  const id = readId(text);
  if (id !== undefined) return id;
  const [root = 'body'] = path.split('.');
  throw invalid(`${root} failed validation: ${path} should be a valid uuid, instead was \`"${text}"\`.`);
};

/** An id in the path. */
export const idParam = (request: VendorRequest, name: string): string =>
  idAt(`path.${name}`, request.params[name] ?? '');

/** The address of a page or block as Notion's app has it. */
export const urlOf = (id: string): string => `https://www.notion.so/${id.replaceAll('-', '')}`;
