import { createHash } from 'node:crypto';

const SHOWN = 4;
/** Of a shorter secret four characters would be too much of it. */
const SHORTEST_SHOWN = 20;
const HASH_LENGTH = 8;

/** By what people tell secrets apart: the end of a long one, and the beginning of its SHA-256. */
export const fingerprintOf = (secret: string): string => {
  const hash = createHash('sha256').update(secret).digest('hex').slice(0, HASH_LENGTH);
  return secret.length < SHORTEST_SHOWN ? `#${hash}` : `…${secret.slice(-SHOWN)}#${hash}`;
};
