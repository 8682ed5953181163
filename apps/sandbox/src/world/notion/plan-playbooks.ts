import { drawId } from '../../notion/ids.ts';
import type { PropertyValue } from '../../notion/properties/property.ts';
import type { NewBlock, NotionUser } from '../../notion/records.ts';
import type { Random } from '../../random.ts';
import { DAY_MS } from '../moments.ts';
import {
  bold,
  bullet,
  callout,
  code,
  heading2,
  heading3,
  link,
  numbered,
  paragraph,
  table,
  toggle,
} from './blocks.ts';
import type { PageSeed } from './page-seed.ts';

interface Topic {
  readonly title: string;
  readonly category: 'Onboarding' | 'Billing' | 'Support' | 'Renewal';
  readonly about: string;
  readonly steps: readonly string[];
}

const TOPICS: readonly Topic[] = [
  {
    title: 'Kick-off call',
    category: 'Onboarding',
    about: 'How the first call with a new customer goes, and what has to be known before it.',
    steps: [
      'Read the deal notes in HubSpot',
      'Send the agenda two days before',
      'Agree on one goal with a number',
    ],
  },
  {
    title: 'A payment has failed',
    category: 'Billing',
    about: 'What we do when a card is declined, before the customer notices.',
    steps: ['Look at the decline code', 'Write to the billing contact', 'Call when the third attempt fails'],
  },
  {
    title: 'Refund policy',
    category: 'Billing',
    about: 'Who may refund how much, and where it is written down.',
    steps: [
      'Up to 100 EUR: support decides',
      'Above: the account owner agrees',
      'Note the reason on the charge',
    ],
  },
  {
    title: 'Renewal in sixty days',
    category: 'Renewal',
    about: 'The talk before a contract ends, and the figures to bring.',
    steps: ['Pull the usage of the last quarter', 'Check open tickets', 'Offer the annual plan'],
  },
  {
    title: 'Incident response',
    category: 'Support',
    about: 'Who speaks with whom when something is down.',
    steps: [
      'Open the incident channel',
      'Name one person who writes to customers',
      'Post the mortem within a week',
    ],
  },
  {
    title: 'Moving from spreadsheets',
    category: 'Onboarding',
    about: 'Importing old customer lists without making duplicates.',
    steps: ['Clean the e-mail column', 'Import ten rows first', 'Compare the totals with finance'],
  },
  {
    title: 'Single sign-on',
    category: 'Onboarding',
    about: 'Connecting an identity provider, step by step.',
    steps: ['Ask for the metadata address', 'Test with one account', 'Switch passwords off last'],
  },
  {
    title: 'Customer wants to leave',
    category: 'Renewal',
    about: 'A cancellation is a conversation; this is how it starts.',
    steps: ['Thank them', 'Ask what changed', 'Offer a pause before a discount'],
  },
];

const planContent = (topic: Topic): readonly NewBlock[] => [
  callout([bold('In short: '), { content: topic.about }]),
  heading2('Steps'),
  ...topic.steps.map((step) => numbered(step, [bullet('Tick it off in the onboarding page')])),
  heading2('When it does not go well'),
  toggle('Nobody answers', [
    paragraph('Write again after two days, then call.'),
    bullet('Never more than three times'),
  ]),
  heading3('Figures'),
  table([
    ['What', 'Target'],
    ['First answer', '4 hours'],
    ['Solved', '2 days'],
  ]),
  code('sql', "select id from customers where status = 'past_due';"),
  paragraph([
    { content: 'More in the ' },
    link('handbook of support', 'https://handbook.example/support'),
    { content: '.' },
  ]),
];

export interface PlaybookDeps {
  readonly sourceId: string;
  readonly ids: readonly string[];
  readonly people: readonly NotionUser[];
  readonly accountIds: readonly string[];
  readonly anchorMs: number;
}

/** More than the 25 references that a page shows. */
const MANY = 40;

/** The ids that the playbooks will have: onboarding pages refer to them. */
export const drawPlaybookIds = (random: Random): readonly string[] => TOPICS.map(() => drawId(random));

/** How the company does things; the first one is tied to more accounts than a page shows. */
export const planPlaybooks = (random: Random, deps: PlaybookDeps): readonly PageSeed[] =>
  TOPICS.map((topic, index) => {
    const own = random.fork(topic.title);
    const createdMs = deps.anchorMs - (700 - index * 40) * DAY_MS + own.int(0, DAY_MS);
    const person = deps.people.length === 0 ? '' : own.pick(deps.people).id;
    const reviewed = new Date(createdMs + 30 * DAY_MS).toISOString().slice(0, 10);
    const values = new Map<string, PropertyValue>([
      ['cat', { kind: 'option', name: topic.category }],
      ['tag', { kind: 'options', names: index < 2 ? ['must-read'] : [] }],
      ['own', { kind: 'ids', ids: person === '' ? [] : [person] }],
      ['rev', { kind: 'date', date: { start: reviewed, end: null, time_zone: null } }],
      ['a;c', { kind: 'ids', ids: deps.accountIds.slice(0, index === 0 ? MANY : 3) }],
    ]);
    return {
      id: deps.ids[index] ?? drawId(own),
      parent: { type: 'data_source_id', id: deps.sourceId },
      title: topic.title,
      times: { createdMs, modifiedMs: createdMs + own.int(1, 60) * DAY_MS },
      by: person,
      icon: '📘',
      values,
      content: () => planContent(topic),
    };
  });
