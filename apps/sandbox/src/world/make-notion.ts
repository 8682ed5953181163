import type { Books } from '../books.ts';
import type { MovableClock } from '../clock.ts';
import type { Owner } from '../hubspot/owners.ts';
import type { Limits } from '../limits/settings.ts';
import { contentOf, liveBlocks } from '../notion/blocks/content.ts';
import type { NotionChange } from '../notion/change.ts';
import { drawId } from '../notion/ids.ts';
import type { PropertyConfig } from '../notion/properties/property.ts';
import type { DatabaseRecord, DataSourceRecord, NotionUser, PageRecord } from '../notion/records.ts';
import type { NotionWorkspace } from '../notion/workspace.ts';
import type { Random } from '../random.ts';
import { DAY_MS } from './moments.ts';
import { bullet, heading2, toDo } from './notion/blocks.ts';
import {
  notesSchema,
  onboardingSchema,
  operationsSchema,
  playbooksSchema,
  type SourceIds,
} from './notion/schemas.ts';
import { toPage, type PageSeed } from './notion/page-seed.ts';
import type { CompanyPlan } from './plan-companies.ts';
import type { CustomerPlan } from './plan-customers.ts';
import { planNotes } from './notion/plan-notes.ts';
import { planOnboarding } from './notion/plan-onboarding.ts';
import { drawPlaybookIds, planPlaybooks } from './notion/plan-playbooks.ts';
import { planWiki } from './notion/plan-wiki.ts';

export interface NotionDeps {
  readonly owners: readonly Owner[];
  readonly companies: readonly CompanyPlan[];
  readonly customers: readonly CustomerPlan[];
  readonly anchorMs: number;
  readonly clock: MovableClock;
  readonly limits: Limits['notion'];
  readonly books: Books;
  readonly onChange?: ((change: NotionChange) => void) | undefined;
}

const planUsers = (random: Random, owners: readonly Owner[]): readonly NotionUser[] =>
  owners.map(({ firstName, lastName, email }) => ({
    id: drawId(random),
    type: 'person',
    name: `${firstName} ${lastName}`,
    email,
  }));

interface SourcePlan {
  readonly id: string;
  readonly databaseId: string;
  readonly title: string;
  readonly properties: Map<string, PropertyConfig>;
}

const planSources = (random: Random, ids: SourceIds): readonly SourcePlan[] => [
  {
    id: ids.onboarding,
    databaseId: drawId(random),
    title: 'Customer onboarding',
    properties: onboardingSchema(ids),
  },
  { id: ids.playbooks, databaseId: drawId(random), title: 'Playbooks', properties: playbooksSchema(ids) },
  { id: ids.notes, databaseId: drawId(random), title: 'Meeting notes', properties: notesSchema(ids) },
  { id: ids.operations, databaseId: drawId(random), title: 'Operations', properties: operationsSchema() },
];

const planTemplate = (random: Random, sourceId: string, deps: NotionDeps, by: string): PageSeed => ({
  id: drawId(random),
  parent: { type: 'data_source_id', id: sourceId },
  title: 'New account',
  times: { createdMs: deps.anchorMs - 900 * DAY_MS, modifiedMs: deps.anchorMs - 800 * DAY_MS },
  by,
  isTemplate: true,
  content: () => [
    heading2('First week'),
    toDo('Send the welcome mail', false),
    toDo('Kick-off call', false),
    heading2('Goals'),
    bullet('To be agreed in the kick-off call'),
  ],
});

const planPages = (
  random: Random,
  deps: NotionDeps,
  { ids, people, sources }: { ids: SourceIds; people: readonly NotionUser[]; sources: readonly SourcePlan[] },
): { seeds: readonly PageSeed[]; rootId: string } => {
  const { companies, customers, anchorMs } = deps;
  const playbookIds = drawPlaybookIds(random.fork('playbook-ids'));
  const accounts = planOnboarding(random.fork('onboarding'), {
    sourceId: ids.onboarding,
    companies,
    customers,
    people,
    playbookIds,
    anchorMs,
  });
  const playbooks = planPlaybooks(random.fork('playbooks'), {
    sourceId: ids.playbooks,
    ids: playbookIds,
    people,
    accountIds: accounts.map(({ id }) => id),
    anchorMs,
  });
  const notes = planNotes(random.fork('notes'), { sourceId: ids.notes, accounts, people, anchorMs });
  const rootId = drawId(random.fork('root'));
  const wiki = planWiki(random.fork('wiki'), {
    rootId,
    people,
    databases: sources.map(({ databaseId: id, title }) => ({ id, title })),
    anchorMs,
  });
  const template = planTemplate(random.fork('template'), ids.onboarding, deps, people[0]?.id ?? '');
  return { seeds: [...wiki, ...accounts, ...playbooks, ...notes, template], rootId };
};

const fill = (workspace: NotionWorkspace, seeds: readonly PageSeed[]): void => {
  for (const seed of seeds) {
    const page = toPage(seed);
    workspace.pages.set(page.id, page);
    const source =
      page.parent.type === 'data_source_id' ? workspace.dataSources.get(page.parent.id) : undefined;
    if (page.isTemplate) source?.templateIds.push(page.id);
    else source?.rows.push(page);
  }
};

const hasOriginal = (page: PageRecord): boolean =>
  typeof page.content !== 'function' ||
  page.content().some(({ type, id }) => type === 'synced_block' && id !== undefined);

/** Blocks that others show by reference have to be there before anybody reads their page. */
const layOutOriginals = (workspace: NotionWorkspace): void => {
  for (const page of workspace.pages.values()) {
    if (page.parent.type !== 'page_id' || !hasOriginal(page)) continue;
    liveBlocks(workspace, contentOf(workspace, page));
  }
};

/** The workspace that belongs to the planned companies: accounts, playbooks, notes and a wiki. */
export const makeNotion = (random: Random, deps: NotionDeps): NotionWorkspace => {
  const people = planUsers(random.fork('users'), deps.owners);
  const idSource = random.fork('sources');
  const ids = {
    onboarding: drawId(idSource),
    playbooks: drawId(idSource),
    notes: drawId(idSource),
    operations: drawId(idSource),
  };
  const sources = planSources(random.fork('databases'), ids);
  const { seeds, rootId } = planPages(random, deps, { ids, people, sources });
  const bot: NotionUser = { id: drawId(random.fork('bot')), type: 'bot', name: 'Sherpa', email: null };
  const times = { createdMs: deps.anchorMs - 900 * DAY_MS, createdBy: people[0]?.id ?? bot.id };
  const newIds = random.fork('new-ids');
  const workspace: NotionWorkspace = {
    id: drawId(random.fork('workspace')),
    name: 'Sherpa GmbH',
    bot,
    users: [...people, bot],
    pages: new Map(),
    blocks: new Map(),
    databases: new Map(
      sources.map(({ id, databaseId, title }): [string, DatabaseRecord] => [
        databaseId,
        {
          ...times,
          id: databaseId,
          title,
          description: '',
          parent: { type: 'page_id', id: rootId },
          dataSourceIds: [id],
        },
      ]),
    ),
    dataSources: new Map(
      sources.map((source): [string, DataSourceRecord] => [
        source.id,
        {
          ...times,
          ...source,
          templateIds: [],
          editedMs: times.createdMs,
          editedBy: times.createdBy,
          isTrashed: false,
          rows: [],
        },
      ]),
    ),
    comments: [],
    jobs: [],
    limits: deps.limits,
    nowMs: deps.clock.nowMs,
    newId: () => drawId(newIds),
    noteEffect: (effect) => deps.books.noteEffect({ vendor: 'notion', ...effect }),
    onChange: deps.onChange ?? (() => undefined),
  };
  fill(workspace, seeds);
  layOutOriginals(workspace);
  return workspace;
};
