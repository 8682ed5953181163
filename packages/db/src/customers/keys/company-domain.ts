import { getDomain } from 'tldts';
import { isDisposable, isFreeMail } from './mail-domains.ts';

/**
 * What stands for a company of a host, URL or typed domain: the registrable domain by the public suffix
 * list, in ASCII. Undefined for what is none, and for those that everybody has mailboxes at.
 */
export const companyDomain = (typed: string): string | undefined => {
  const text = typed.normalize('NFKC').trim().toLowerCase();
  if (text === '') return undefined;
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  // Private suffixes count: two companies at one hoster are two.
  const domain = url === null ? null : getDomain(url.hostname, { allowPrivateDomains: true });
  if (domain === null || isFreeMail(domain) || isDisposable(domain)) return undefined;
  return domain;
};

/** The company that an address, as `normaliseEmail` gives it, was given by. */
export const companyOfEmail = (email: string): string | undefined =>
  companyDomain(email.slice(email.lastIndexOf('@') + 1));
