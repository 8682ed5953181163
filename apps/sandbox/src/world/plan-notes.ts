import type { Random } from '../random.ts';
import { DAY_MS } from './moments.ts';
import type { ContactPlan } from './plan-contacts.ts';
import type { ActivityPlan } from './plan-tickets.ts';

const BODIES = [
  'Had a good call. They want to add two teams in spring.',
  'Asked about the invoice; forwarded to accounting.',
  'New contact person from next month on.',
  'Unhappy with response times. <b>Call back</b> next week.',
  'Renewal is fine, price is not.',
];

/** What colleagues have written down about people; each note is drawn from its own number. */
export function* planNotes(
  random: Random,
  deps: { readonly count: number; readonly contacts: readonly ContactPlan[]; readonly anchorMs: number },
): Generator<ActivityPlan> {
  if (deps.contacts.length === 0) return;
  for (let index = 0; index < deps.count; index += 1) {
    const own = random.fork(`note ${index}`);
    const contact = own.pick(deps.contacts);
    const createdMs = deps.anchorMs - Math.floor(own.next() * 500 * DAY_MS);
    yield {
      contact,
      times: { createdMs, modifiedMs: createdMs },
      values: new Map([
        ['hs_note_body', own.pick(BODIES)],
        ['hs_timestamp', new Date(createdMs).toISOString()],
        ['hubspot_owner_id', contact.ownerId],
      ]),
    };
  }
}
