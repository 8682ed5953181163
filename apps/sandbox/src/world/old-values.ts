import type { Random } from '../random.ts';
import { DAY_MS } from './moments.ts';

type Values = ReadonlyMap<string, string>;

/** Values as imports and old forms have left them in real portals: no check has seen them. */
const BAD_VALUES: readonly (readonly [string, string])[] = [
  ['seats', 'about 20'],
  ['renewal_date', ''],
  ['renewal_date', '2000-00-00'],
  ['last_seen_at', '1772359200123.0'],
  ['opted_out', 'no'],
  ['last_seen_at', '1772359200123'],
  ['seats', '1,200'],
  ['last_seen_at', '2026-03-01T10:00:00.123456Z'],
  ['renewal_date', '1772323200000'],
  ['last_seen_at', 'last Tuesday'],
];

const EVERY = 23;

const NOTHING: Values = new Map();

/** The bad value of a contact with this number, if it has one. */
export const oldValuesOf = (index: number): Values => {
  const bad = index % EVERY === 9 ? BAD_VALUES[Math.floor(index / EVERY) % BAD_VALUES.length] : undefined;
  return bad === undefined ? NOTHING : new Map([bad]);
};

/** The portal's own properties of a contact, as they should be. */
export const customValuesOf = (random: Random, anchorMs: number): Values => {
  if (random.chance(0.6)) return NOTHING;
  const renewsMs = anchorMs + random.int(1, 365) * DAY_MS;
  return new Map([
    ['seats', String(random.int(1, 80))],
    ['opted_out', String(random.chance(0.2))],
    ['renewal_date', new Date(renewsMs).toISOString().slice(0, 10)],
    ['last_seen_at', new Date(anchorMs - random.int(0, 90) * DAY_MS).toISOString()],
  ]);
};
