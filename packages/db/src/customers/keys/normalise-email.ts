const asciiDomain = (domain: string): string | undefined => {
  const url = URL.parse(`http://${domain}`);
  return url === null || url.hostname === '' ? undefined : url.hostname;
};

/** The e-mail as a key compares it: trimmed, NFKC, lower case, the domain in ASCII. */
export const normaliseEmail = (email: string): string | undefined => {
  const text = email.normalize('NFKC').trim().toLowerCase();
  const at = text.lastIndexOf('@');
  if (at < 1 || at === text.length - 1) return undefined;
  const domain = asciiDomain(text.slice(at + 1));
  return domain === undefined ? undefined : `${text.slice(0, at)}@${domain}`;
};
