import { z } from 'zod';

/** Makes ids. Ours are UUID v7: they sort by time, so inserts append and partitions can be told from the id. */
export type NewId = () => string;

const TIME_BYTES = 6;
const RANDOM_BYTES = 10;

const timePart = (timeMs: number): string => {
  const time = timeMs.toString(16).padStart(TIME_BYTES * 2, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}`;
};

/**
 * A UUID v7 (RFC 9562 §5.7) of a moment in Unix milliseconds and ten bytes, of which six bits give
 * way to version and variant. The same two make the same id.
 */
export const idFrom = (timeMs: number, entropy: Uint8Array): string => {
  const hex = [...entropy.subarray(0, RANDOM_BYTES)]
    .map((byte, index) => {
      if (index === 0) return (byte & 0x0f) | 0x70;
      return index === 2 ? (byte & 0x3f) | 0x80 : byte;
    })
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return `${timePart(timeMs)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`;
};

/** Where the random bits of a UUID v4 begin that a v7 has as well: after the version. */
const AFTER_VERSION = 15;

/** A new UUID v7 of this moment. Its random bits are those of a v4, which the platform makes at no cost to speak of. */
export const newId: NewId = () =>
  `${timePart(Date.now())}-7${crypto.randomUUID().slice(AFTER_VERSION)}`;

/** The moment a UUID v7 was made. */
export const timeOfId = (id: string): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, TIME_BYTES * 2), 16));

export const idSchema = z.uuid();
