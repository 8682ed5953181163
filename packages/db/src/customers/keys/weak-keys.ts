import { companyOfEmail } from './company-domain.ts';

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
