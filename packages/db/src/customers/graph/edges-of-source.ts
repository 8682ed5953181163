import type { CustomerSource } from '../customer-source.ts';
import { companyDomain, companyOfEmail } from '../keys/company-domain.ts';
import { isDisposable } from '../keys/mail-domains.ts';
import { normaliseEmail } from '../keys/normalise-email.ts';
import { isRoleAddress } from '../keys/role-address.ts';
import { phoneKey } from '../keys/phone-key.ts';
import { mailboxKey, nameKey } from '../keys/weak-keys.ts';
import { nodeOf } from './node-of.ts';
import { typeOfNode, type Edge, type EdgeStrength } from './edge.ts';

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1);

/** A mailbox that several people read says that two belong together, but not that they are one. */
const strengthOf = (email: string): EdgeStrength =>
  isRoleAddress(email) || isDisposable(domainOf(email)) ? 'weak' : 'strong';

/** All addresses, the main one first. */
const emailsOf = ({ keys, fields }: CustomerSource): string[] => {
  const main = typeof fields.email === 'string' ? normaliseEmail(fields.email) : undefined;
  const more = keys.filter((key) => key.startsWith('email:')).map((key) => key.slice('email:'.length));
  return [...new Set([...(main === undefined ? [] : [main]), ...more])];
};

/** Other objects that this one names. */
const namedBy = (own: string, { keys }: CustomerSource): Edge[] => {
  const type = typeOfNode(own);
  return keys.flatMap((key): Edge[] => {
    const other = typeOfNode(key);
    if (key === own || other === 'key' || other === 'page') return [];
    if (other === type) return [{ a: own, b: key, kind: 'merged', strength: 'strong' }];
    const isAccount = type === 'company' || other === 'company';
    // Who works for a company is not part of it.
    if (isAccount && (type === 'contact' || other === 'contact')) return [];
    return [{ a: own, b: key, kind: 'explicit', strength: isAccount ? 'link' : 'strong' }];
  });
};

const ofEmails = (own: string, emails: readonly string[]): Edge[] =>
  emails.flatMap((email, index): Edge[] => {
    const mailbox = mailboxKey(email);
    return [
      { a: own, b: `email:${email}`, kind: index === 0 ? 'email' : 'alias', strength: strengthOf(email) },
      ...(mailbox === undefined
        ? []
        : [{ a: own, b: mailbox, kind: 'mailbox', strength: 'weak' } satisfies Edge]),
    ];
  });

const weakOf = (own: string, { fields }: CustomerSource, email: string | undefined): Edge[] => {
  const phone = typeof fields.phone === 'string' ? phoneKey(fields.phone, fields.country) : undefined;
  const name =
    typeof fields.name === 'string' && email !== undefined ? nameKey(fields.name, email) : undefined;
  return [
    ...(phone === undefined ? [] : [{ a: own, b: phone, kind: 'phone', strength: 'weak' } satisfies Edge]),
    ...(name === undefined ? [] : [{ a: own, b: name, kind: 'name', strength: 'weak' } satisfies Edge]),
  ];
};

const domainEdge = (own: string, domain: string | undefined, strength: EdgeStrength): Edge[] =>
  domain === undefined ? [] : [{ a: own, b: `domain:${domain}`, kind: 'domain', strength }];

const ofCompany = (own: string, { fields }: CustomerSource): Edge[] =>
  domainEdge(own, typeof fields.domain === 'string' ? companyDomain(fields.domain) : undefined, 'strong');

const ofPerson = (own: string, source: CustomerSource): Edge[] => {
  const emails = emailsOf(source);
  const [main] = emails;
  const isPayer = typeOfNode(own) === 'payer';
  return [
    ...ofEmails(own, emails),
    ...weakOf(own, source, main),
    ...(isPayer && main !== undefined ? domainEdge(own, companyOfEmail(main), 'link') : []),
  ];
};

/** What ties a vendor object to others, as it stands. Nothing for what only belongs to a payer. */
export const edgesOfSource = (source: CustomerSource): readonly Edge[] => {
  const own = nodeOf(source);
  switch (typeOfNode(own)) {
    case 'company':
      return [...namedBy(own, source), ...ofCompany(own, source)];
    case 'contact':
    case 'payer':
      return [...namedBy(own, source), ...ofPerson(own, source)];
    case 'page':
      return namedBy(own, source);
    case 'key':
      return [];
  }
};
