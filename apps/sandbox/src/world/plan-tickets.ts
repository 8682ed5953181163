import type { Pipeline } from '../hubspot/pipeline.ts';
import type { Random } from '../random.ts';
import { DAY_MS, type Times } from './moments.ts';
import type { ContactPlan } from './plan-contacts.ts';

export interface ActivityPlan {
  readonly values: ReadonlyMap<string, string>;
  readonly times: Times;
  readonly contact: ContactPlan;
}

const SUBJECTS = [
  ['The export is empty', 'PRODUCT_ISSUE'],
  ['Cannot log in', 'PRODUCT_ISSUE'],
  ['Invoice shows the wrong address', 'BILLING_ISSUE'],
  ['Please refund the second charge', 'BILLING_ISSUE'],
  ['Dark mode, please', 'FEATURE_REQUEST'],
  ['How do we add a user?', 'GENERAL_INQUIRY'],
] as const;

/** What they wrote, by the subject; made once for all. */
const CONTENTS: ReadonlyMap<string, string> = new Map(
  SUBJECTS.map(([subject]) => [subject, `${subject}. It has been like this for some days.`]),
);

const planOne = (
  random: Random,
  contact: ContactPlan,
  pipeline: Pipeline,
  anchorMs: number,
): ActivityPlan => {
  const createdMs = anchorMs - Math.floor(random.next() ** 1.5 * 400 * DAY_MS);
  const openStages = pipeline.stages.filter(({ metadata }) => metadata['ticketState'] === 'OPEN');
  const closed = pipeline.stages.find(({ metadata }) => metadata['ticketState'] === 'CLOSED');
  const closedMs = createdMs + Math.floor(random.next() * 20 * DAY_MS);
  const isClosed = closedMs < anchorMs && random.chance(0.95);
  const [subject, category] = random.pick(SUBJECTS);
  const stage = isClosed ? closed : random.pick(openStages);
  return {
    contact,
    times: { createdMs, modifiedMs: isClosed ? closedMs : createdMs },
    values: new Map([
      ['subject', subject],
      ['content', CONTENTS.get(subject) ?? ''],
      ['hs_pipeline', pipeline.id],
      ['hs_pipeline_stage', stage?.id ?? ''],
      ['hs_ticket_priority', random.pick(['LOW', 'MEDIUM', 'MEDIUM', 'HIGH', 'URGENT'])],
      ['hs_ticket_category', category],
      ['closed_date', isClosed ? new Date(closedMs).toISOString() : ''],
      ['hubspot_owner_id', contact.ownerId],
    ]),
  };
};

/** What customers have asked for help with; each ticket is drawn from its own number. */
export function* planTickets(
  random: Random,
  deps: {
    readonly count: number;
    readonly contacts: readonly ContactPlan[];
    readonly pipelines: readonly Pipeline[];
    readonly anchorMs: number;
  },
): Generator<ActivityPlan> {
  const [pipeline] = deps.pipelines;
  if (pipeline === undefined || deps.contacts.length === 0) return;
  for (let index = 0; index < deps.count; index += 1) {
    const own = random.fork(`ticket ${index}`);
    yield planOne(own, own.pick(deps.contacts), pipeline, deps.anchorMs);
  }
}
