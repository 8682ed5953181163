import { companyOfEmail } from './company-domain.ts';

const MIN_DIGITS = 8;
const MAX_DIGITS = 15;

/**
 * A number as E.164. Only one that begins with its country: where a national number is from, nobody told us.
 */
export const phoneKey = (typed: string): string | undefined => {
  const text = typed.normalize('NFKC').trim();
  if (!/^(?:\+|00)[\d\s().\-/]+$/u.test(text)) return undefined;
  // `+49 (0)30`: the zero is for callers from inside the country.
  const digits = text.replaceAll('(0)', '').replace(/^00/u, '').replaceAll(/\D/gu, '');
  return digits.length < MIN_DIGITS || digits.length > MAX_DIGITS ? undefined : `phone:+${digits}`;
};

/** A name as it is compared: case, accents, punctuation and the order of its words do not count. */
export const comparableName = (name: string): string =>
  name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .toSorted()
    .join(' ');

/** A name at a company; undefined where the address tells of no company, or the name is a single word. */
export const nameKey = (name: string, email: string): string | undefined => {
  const domain = companyOfEmail(email);
  const comparable = comparableName(name);
  return domain === undefined || !comparable.includes(' ') ? undefined : `name:${comparable}@${domain}`;
};

/** The mailbox that Gmail delivers an address to: it ignores dots and what follows a plus. */
export const mailboxKey = (email: string): string | undefined => {
  const at = email.lastIndexOf('@');
  if (!['gmail.com', 'googlemail.com'].includes(email.slice(at + 1))) return undefined;
  const [local = ''] = email.slice(0, at).split('+');
  return `mailbox:${local.replaceAll('.', '')}@gmail.com`;
};
