import type { Owner } from '../hubspot/owners.ts';
import type { Random } from '../random.ts';
import { firstNames, lastNames, toSlug } from './names.ts';

const OWNER_COUNT = 8;
const DEACTIVATED_COUNT = 2;
const FIRST_ID = 70_001;
const DAY_MS = 86_400_000;

/** The people who own contacts; the last two have left the company. */
export const planOwners = (random: Random, anchorMs: number): readonly Owner[] => {
  const first = random.shuffled(firstNames);
  const last = random.shuffled(lastNames);
  return Array.from({ length: OWNER_COUNT }, (_unused, index) => {
    const firstName = first[index] ?? 'Ann';
    const lastName = last[index] ?? 'Owner';
    return {
      id: String(FIRST_ID + index),
      userId: FIRST_ID * 10 + index,
      email: `${toSlug(firstName)}.${toSlug(lastName)}@sherpa.example`,
      firstName,
      lastName,
      archived: index >= OWNER_COUNT - DEACTIVATED_COUNT,
      createdAtMs: anchorMs - (1_200 - index * 20) * DAY_MS,
    };
  });
};
