import { z } from 'zod';

/** Makes ids. Ours are UUID v7: they sort by time, so inserts append and partitions can be told from the id. */
export type NewId = () => string;

const TIME_BYTES = 6;
const RANDOM_BYTES = 10;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/**
 * A UUID v7 (RFC 9562 §5.7) of a moment in Unix milliseconds and ten bytes, of which six bits give
 * way to version and variant. The same two make the same id.
 */
export const idFrom = (timeMs: number, entropy: Uint8Array): string => {
  let hex = '';
  for (let index = 0; index < RANDOM_BYTES; index += 1) {
    const byte = entropy[index] ?? 0;
    const marked = index === 0 ? (byte & 0x0f) | 0x70 : index === 2 ? (byte & 0x3f) | 0x80 : byte;
    hex += HEX[marked] ?? '';
  }
  const time = timeMs.toString(16).padStart(TIME_BYTES * 2, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-${hex.slice(0, 4)}-${hex.slice(4, 8)}-${hex.slice(8)}`;
};

/** Randomness is asked for in portions: each asking costs more than an id. */
const IDS_PER_PORTION = 256;

const makeRandom = (): (() => Uint8Array) => {
  const portion = new Uint8Array(RANDOM_BYTES * IDS_PER_PORTION);
  let used = portion.length;
  return () => {
    if (used === portion.length) {
      crypto.getRandomValues(portion);
      used = 0;
    }
    used += RANDOM_BYTES;
    return portion.subarray(used - RANDOM_BYTES, used);
  };
};

const random = makeRandom();

/** A new UUID v7 of this moment. */
export const newId: NewId = () => idFrom(Date.now(), random());

/** The moment a UUID v7 was made. */
export const timeOfId = (id: string): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, TIME_BYTES * 2), 16));

export const idSchema = z.uuid();
