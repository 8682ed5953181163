import type { IncomingHttpHeaders } from 'node:http';

/** A key as it was presented; only a browser sends Basic by itself, also for a page of someone else. */
export interface Credentials {
  readonly key: string;
  readonly scheme: 'bearer' | 'header' | 'basic';
}

const SCHEME = /^(?<scheme>bearer|basic) +(?<value>\S+) *$/iu;

const passwordOf = (basic: string): string => {
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  return pair.slice(pair.indexOf(':') + 1);
};

/** The key that a request presents: `X-Api-Key`, a bearer token, or the password of HTTP Basic. */
export const credentialsOf = (headers: IncomingHttpHeaders): Credentials | undefined => {
  const header = headers['x-api-key'];
  if (typeof header === 'string') return { key: header, scheme: 'header' };
  const { scheme, value } = SCHEME.exec(headers.authorization ?? '')?.groups ?? {};
  if (scheme === undefined || value === undefined) return undefined;
  return scheme.toLowerCase() === 'bearer'
    ? { key: value, scheme: 'bearer' }
    : { key: passwordOf(value), scheme: 'basic' };
};
