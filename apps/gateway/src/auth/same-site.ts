import type { IncomingHttpHeaders } from 'node:http';

const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

const hostOf = (origin: string): string | undefined =>
  URL.canParse(origin) ? new URL(origin).host : undefined;

/**
 * True for a write that a page of another site made a browser send. A browser says so itself by
 * `Sec-Fetch-Site`, an older one at least by `Origin`; whoever sends neither is no browser.
 */
export const isForeignWrite = (method: string, headers: IncomingHttpHeaders): boolean => {
  if (READING.has(method)) return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && hostOf(headers.origin) !== headers.host;
};
