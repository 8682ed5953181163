import { drawId } from '../../notion/ids.ts';
import type { PropertyValue } from '../../notion/properties/property.ts';
import type { NewBlock, NotionUser } from '../../notion/records.ts';
import { plain } from '../../notion/rich-text.ts';
import type { Random } from '../../random.ts';
import { DAY_MS, planTimes, type Times } from '../moments.ts';
import {
  bold,
  bullet,
  callout,
  code,
  divider,
  heading2,
  image,
  link,
  paragraph,
  quote,
  table,
  toDo,
  upload,
} from './blocks.ts';
import { healths, onboardingStates } from './schemas.ts';
import type { PageSeed } from './page-seed.ts';
import type { CompanyPlan } from '../plan-companies.ts';
import type { CustomerPlan } from '../plan-customers.ts';

export interface OnboardingDeps {
  readonly sourceId: string;
  readonly companies: readonly CompanyPlan[];
  readonly customers: readonly CustomerPlan[];
  readonly people: readonly NotionUser[];
  readonly playbookIds: readonly string[];
  readonly anchorMs: number;
}

/** More than a query gives, and no more than fits beside a million contacts. */
const MOST_PAGES = 12_000;

const STEPS = [
  'Send the welcome mail',
  'Kick-off call',
  'Import the old customers',
  'Connect single sign-on',
  'Train the administrators',
  'Agree on the success plan',
  'Hand over to support',
];
const GOALS = [
  'Replace the spreadsheet before the next quarter closes',
  'One list of customers for sales and billing',
  'Invoices leave the house without anybody touching them',
  'Support sees what a customer pays for',
];

const planContent = (
  random: Random,
  company: Pick<CompanyPlan, 'id' | 'name' | 'mailDomain'>,
  done: number,
): readonly NewBlock[] => [
  callout([{ content: 'Owner of this page: ' }, bold(company.name)]),
  heading2('Why they bought'),
  ...random
    .shuffled(GOALS)
    .slice(0, 2)
    .map((goal) => bullet(goal, [bullet('Agreed in the kick-off call')])),
  heading2('Checklist'),
  ...STEPS.map((step, index) => toDo(step, index < done)),
  heading2('Who is who'),
  table([
    ['Role', 'Name', 'Reached at'],
    ['Champion', 'Head of operations', `ops@${company.mailDomain}`],
    ['Billing', 'Accounts', `billing@${company.mailDomain}`],
  ]),
  divider,
  paragraph([
    { content: 'Their site is ' },
    link(company.mailDomain, `https://${company.mailDomain}`),
    { content: '.' },
  ]),
  ...(random.chance(0.3) ? [code('json', `{\n  "tenant": "${company.id}",\n  "sso": true\n}`)] : []),
  ...(random.chance(0.3) ? [image('https://assets.example/diagram.png', 'How their data flows')] : []),
  ...(random.chance(0.2) ? [upload('pdf', 'contract.pdf')] : []),
  ...(random.chance(0.2) ? [quote('We want to be live before the summer.')] : []),
];

/** Made apart, so that a page holds on to its own company and not to everything that was planned. */
const contentOf =
  (
    random: Random,
    company: Pick<CompanyPlan, 'id' | 'name' | 'mailDomain'>,
    done: number,
  ): PageSeed['content'] =>
  () =>
    planContent(random.fork('content'), company, done);

const text = (content: string): PropertyValue => ({
  kind: 'text',
  parts: content === '' ? [] : plain(content),
});

/** As people paste an id: mostly right, now and then with spaces, or the whole address. */
const typed = (random: Random, id: string): string => {
  const roll = random.next();
  if (roll < 0.05) return ` ${id} `;
  return roll < 0.08 ? `https://app.hubspot.com/contacts/1/record/0-2/${id}` : id;
};

const firstCustomers = (customers: readonly CustomerPlan[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>();
  for (const { customer, contact } of customers) {
    const companyId = customer.metadata['hubspot_company_id'] ?? contact?.company?.id;
    if (companyId !== undefined && !found.has(companyId)) found.set(companyId, customer.id);
  }
  return found;
};

interface Account {
  readonly company: CompanyPlan;
  readonly stripeId: string;
  readonly done: number;
  readonly times: Times;
}

const planValues = (
  random: Random,
  { company, stripeId, done, times }: Account,
  deps: OnboardingDeps,
): ReadonlyMap<string, PropertyValue> => {
  const state = done === STEPS.length ? 'Live' : random.pick(onboardingStates.slice(0, 3));
  const start = new Date(times.createdMs + 7 * DAY_MS).toISOString().slice(0, 10);
  const people = deps.people.length === 0 ? [] : [random.pick(deps.people).id];
  const playbooks = deps.playbookIds.length === 0 ? [] : [random.pick(deps.playbookIds)];
  return new Map<string, PropertyValue>([
    ['st:s', { kind: 'option', name: random.chance(0.06) ? 'Churned' : state }],
    ['hs=i', text(random.chance(0.8) ? typed(random, company.id) : '')],
    ['sp=i', text(random.chance(0.75) ? stripeId : '')],
    ['dmn', { kind: 'line', line: `https://${company.mailDomain}` }],
    ['csm', { kind: 'ids', ids: people }],
    ['hlt', { kind: 'option', name: random.pick(healths) }],
    ['tag', { kind: 'options', names: random.chance(0.4) ? ['migration'] : [] }],
    ['k?o', { kind: 'date', date: { start, end: null, time_zone: null } }],
    ['sea', { kind: 'number', number: random.int(3, 400) }],
    ['bil', { kind: 'line', line: `billing@${company.mailDomain}` }],
    ['pho', { kind: 'line', line: random.chance(0.5) ? `+49 30 ${random.int(100_000, 999_999)}` : null }],
    ['sgn', { kind: 'flag', flag: done > 1 }],
    ['pla', { kind: 'ids', ids: playbooks }],
  ]);
};

/** Nearly every second company of a small world; of more, some. */
const FEW_PAGES = 30;

/** Each page costs a request of three a second: a world of a usual size is read in half a minute. */
const countPages = (companies: number): number => {
  const wanted = Math.max(Math.ceil(companies * 0.45), 1);
  const count = Math.min(wanted, FEW_PAGES) + Math.ceil(Math.max(wanted - FEW_PAGES, 0) * 0.2);
  return Math.min(count, MOST_PAGES);
};

/** A page for nearly every second company of a small world; some in the trash, one that ties two companies together by mistake. */
export const planOnboarding = (random: Random, deps: OnboardingDeps): readonly PageSeed[] => {
  const stripeIds = firstCustomers(deps.customers);
  const count = countPages(deps.companies.length);
  const companies = random.fork('which').shuffled(deps.companies).slice(0, count);
  const times = planTimes(random.fork('times'), companies.length, deps.anchorMs);
  // One source for all ids: two of its own might draw the same.
  const ids = random.fork('ids');
  return companies.map((company, index) => {
    const own = random.fork(`account ${index}`);
    const done = own.int(0, STEPS.length);
    const time = times[index] ?? { createdMs: deps.anchorMs, modifiedMs: deps.anchorMs };
    const stranger = index === 3 ? companies[index + 1] : undefined;
    const stripeId = stripeIds.get((stranger ?? company).id) ?? '';
    return {
      id: drawId(ids),
      parent: { type: 'data_source_id', id: deps.sourceId },
      title: `Onboarding ${company.name.trim()}`,
      times: time,
      by: deps.people.length === 0 ? '' : own.pick(deps.people).id,
      icon: '🚀',
      isTrashed: index % 20 === 19,
      values: planValues(own.fork('values'), { company, stripeId, done, times: time }, deps),
      content: contentOf(own, company, done),
    };
  });
};
