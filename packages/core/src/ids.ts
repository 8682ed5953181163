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

/** Where the part of a UUID v4 begins that a v7 has as well: after its version and the twelve bits that we count in. */
const AFTER_COUNTER = 18;
const COUNTS = 0x1000;

/**
 * Makes UUIDs v7 that sort in the order in which this process made them: the twelve bits after the version
 * count the ids of one millisecond (RFC 9562 §6.2, method 1), from a random start in the lower half. More
 * ids than that borrow from the next millisecond. The other random bits are those of a v4, which the
 * platform makes at no cost to speak of.
 */
export const makeNewId = (now: () => number): NewId => {
  let timeMs = 0;
  let count = 0;
  let prefix = '';
  const step = (): void => {
    const at = now();
    if (at > timeMs) {
      timeMs = at;
      count = Math.floor(Math.random() * (COUNTS / 2));
    } else {
      count += 1;
      if (count < COUNTS) return;
      timeMs += 1;
      count = 0;
    }
    prefix = `${timePart(timeMs)}-7`;
  };
  return () => {
    step();
    const counter = count.toString(16).padStart(3, '0');
    return `${prefix}${counter}${crypto.randomUUID().slice(AFTER_COUNTER)}`;
  };
};

/** A new UUID v7 of this moment. */
export const newId: NewId = makeNewId(Date.now);

/** The moment a UUID v7 was made. */
export const timeOfId = (id: string): Date =>
  new Date(Number.parseInt(id.replaceAll('-', '').slice(0, TIME_BYTES * 2), 16));

export const idSchema = z.uuid();
