import { drawId } from '../../notion/ids.ts';
import type { PropertyValue } from '../../notion/properties/property.ts';
import type { NewBlock, NotionUser } from '../../notion/records.ts';
import type { Random } from '../../random.ts';
import { planTimes } from '../moments.ts';
import { bullet, heading2, paragraph, quote, toDo } from './blocks.ts';
import type { PageSeed } from './page-seed.ts';

const MOST_NOTES = 5_000;

const SUBJECTS = ['Weekly call', 'Pricing talk', 'Roadmap review', 'Support escalation', 'Quarterly review'];
const SAID = [
  'They like the new import and ask for a report by region.',
  'Finance needs invoices in the name of the parent company.',
  'The champion leaves at the end of the month; we have to meet the successor.',
  'Two tickets about slow exports are still open.',
  'They would sign for a year if single sign-on came with it.',
  'Usage went down since the holidays; nobody could say why.',
];
const NEXT = [
  'Send the offer',
  'Invite the new champion',
  'Ask engineering about the export',
  'Book the next call',
];

const planContent = (random: Random): readonly NewBlock[] => [
  heading2('What was said'),
  ...random
    .shuffled(SAID)
    .slice(0, 3)
    .map((one) => bullet(one)),
  ...(random.chance(0.3) ? [quote('If the export is fixed, we stay.')] : []),
  heading2('What happens next'),
  ...random
    .shuffled(NEXT)
    .slice(0, 2)
    .map((one) => toDo(one, random.chance(0.5))),
  paragraph(''),
];

/** Made apart, so that a page holds on to nothing else that was planned. */
const contentOf =
  (random: Random): PageSeed['content'] =>
  () =>
    planContent(random.fork('content'));

export interface NotesDeps {
  readonly sourceId: string;
  readonly accounts: readonly PageSeed[];
  readonly people: readonly NotionUser[];
  readonly anchorMs: number;
}

/** Notes of meetings with the accounts. */
export const planNotes = (random: Random, deps: NotesDeps): readonly PageSeed[] => {
  const count = deps.accounts.length === 0 ? 0 : Math.min(Math.ceil(deps.accounts.length * 0.7), MOST_NOTES);
  const ids = random.fork('ids');
  return planTimes(random.fork('times'), count, deps.anchorMs).map((times, index) => {
    const own = random.fork(`note ${index}`);
    const account = own.pick(deps.accounts);
    const subject = own.pick(SUBJECTS);
    const people = own.shuffled(deps.people).slice(0, 2);
    const start = new Date(times.createdMs).toISOString().slice(0, 10);
    const values = new Map<string, PropertyValue>([
      ['dat', { kind: 'date', date: { start, end: null, time_zone: null } }],
      ['acc', { kind: 'ids', ids: [account.id] }],
      ['att', { kind: 'ids', ids: people.map(({ id }) => id) }],
      ['top', { kind: 'options', names: subject === 'Pricing talk' ? ['pricing'] : [] }],
    ]);
    return {
      id: drawId(ids),
      parent: { type: 'data_source_id', id: deps.sourceId },
      title: `${subject}: ${account.title.replace('Onboarding ', '')}`,
      times,
      by: people[0]?.id ?? '',
      values,
      isTrashed: index % 30 === 29,
      content: contentOf(own),
    };
  });
};
