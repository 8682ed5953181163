import { drawId } from '../../notion/ids.ts';
import type { NewBlock, NotionUser } from '../../notion/records.ts';
import type { Random } from '../../random.ts';
import { DAY_MS } from '../moments.ts';
import {
  bookmark,
  bullet,
  callout,
  childDatabase,
  childPage,
  code,
  columns,
  divider,
  heading1,
  heading2,
  heading3,
  image,
  link,
  numbered,
  paragraph,
  quote,
  syncedCopy,
  syncedOriginal,
  table,
  toggle,
  unsupported,
  upload,
} from './blocks.ts';
import type { PageSeed } from './page-seed.ts';

/** A page of the wiki with the pages below it. */
interface Branch {
  readonly title: string;
  readonly blocks: () => readonly NewBlock[];
  readonly pages?: readonly Branch[];
  readonly more?: Pick<PageSeed, 'isTrashed' | 'isPoison' | 'sharing' | 'icon'>;
}

const LONG = 230;

const longRunbook = (): readonly NewBlock[] => [
  heading1('When everything is down'),
  ...Array.from({ length: LONG }, (_unused, index) =>
    index % 20 === 0
      ? heading2(`Stage ${index / 20 + 1}`)
      : numbered(`Check item ${index}: look at the dashboard, note the value, go on when it is green.`),
  ),
];

const deepList = (depth: number): NewBlock =>
  bullet(`Level ${depth}`, depth === 6 ? [] : [deepList(depth + 1)]);

const handbook: Branch = {
  title: 'Handbook',
  blocks: () => [paragraph('How we work, for everybody who is new here.'), divider],
  pages: [
    {
      title: 'Holidays and sick leave',
      blocks: () => [
        paragraph('Thirty days a year. Tell your lead two weeks ahead.'),
        bullet('Sick: a message before ten'),
      ],
    },
    {
      title: 'Expenses',
      blocks: () => [
        paragraph('What we pay back, and how fast.'),
        table([
          ['Kind', 'Limit', 'Needs'],
          ['Train', 'none', 'ticket'],
          ['Hotel', '150 EUR a night', 'invoice'],
          ['Meals', '28 EUR a day', 'nothing'],
        ]),
      ],
    },
    {
      title: 'Security',
      blocks: () => [callout('Never send a key by mail.'), bullet('Use the password manager')],
    },
  ],
};

const engineering = (ids: SyncedIds): Branch => ({
  title: 'Engineering',
  blocks: () => [
    paragraph('Where the code lives and how it gets to customers.'),
    syncedCopy(ids.announcement),
  ],
  pages: [
    {
      title: 'Architecture',
      blocks: () => [
        heading2('Parts'),
        columns([paragraph('Left: the gateway')], [paragraph('Right: the workers')]),
        code('typescript', 'const answer: number = await ask("why");\n// two lines'),
        image('https://assets.example/architecture.png', 'The parts and who calls whom'),
        deepList(1),
        paragraph([{ content: 'See ' }, link('the design', 'https://docs.example/design'), { content: '.' }]),
        { type: 'equation', fields: { expression: 'e = mc^2' } },
        bookmark('https://www.postgresql.org/docs/'),
      ],
    },
    { title: 'Long runbook', blocks: longRunbook },
    {
      title: 'API notes',
      blocks: () => [
        heading3('Things the API cannot show'),
        unsupported('button'),
        paragraph('Between two of them there is text.'),
        unsupported('ai_block'),
        syncedCopy(ids.secret),
        { type: 'meeting_notes', fields: { title: [], status: 'notes_ready' } },
        upload('file', 'dump.csv'),
        quote('The end of the notes.'),
      ],
    },
  ],
});

const others = (ids: SyncedIds): readonly Branch[] => [
  {
    title: 'Sales',
    blocks: () => [
      toggle('Discounts', [paragraph('Ten percent without asking, more with the head of sales.')]),
    ],
    pages: [
      {
        title: 'Pricing notes',
        blocks: () => [bullet('Seats above fifty are cheaper'), bullet('Annual: two months free')],
      },
    ],
  },
  {
    title: 'Announcements',
    blocks: () => [
      syncedOriginal(ids.announcement, [
        callout('Next release: Thursday.'),
        bullet('No deployments on Friday'),
      ]),
    ],
  },
  { title: 'Old price list', blocks: () => [paragraph('Not valid any more.')], more: { isTrashed: true } },
  {
    title: 'Private: salaries',
    blocks: () => [syncedOriginal(ids.secret, [paragraph('Nobody else may read this.')])],
    more: { sharing: 'off' },
  },
  {
    title: 'Imported archive',
    blocks: () => [paragraph('Too much of everything.')],
    more: { isPoison: true },
  },
];

interface SyncedIds {
  readonly announcement: string;
  readonly secret: string;
}

export interface WikiDeps {
  readonly rootId: string;
  readonly people: readonly NotionUser[];
  readonly databases: readonly { readonly id: string; readonly title: string }[];
  readonly anchorMs: number;
}

const plantBranch = (
  random: Random,
  branch: Branch,
  { id, parent, deps }: { id: string; parent: PageSeed['parent']; deps: WikiDeps },
): readonly PageSeed[] => {
  const own = random.fork(branch.title);
  const below = (branch.pages ?? []).map((page) => ({ page, id: drawId(own) }));
  const createdMs = deps.anchorMs - own.int(300, 800) * DAY_MS + own.int(0, DAY_MS);
  const seed: PageSeed = {
    ...branch.more,
    id,
    parent,
    title: branch.title,
    times: { createdMs, modifiedMs: createdMs + own.int(0, 250) * DAY_MS },
    by: deps.people.length === 0 ? '' : own.pick(deps.people).id,
    content: () => [...branch.blocks(), ...below.map((one) => childPage(one.id))],
  };
  const seeds = below.flatMap((one) =>
    plantBranch(own, one.page, { id: one.id, parent: { type: 'page_id', id }, deps }),
  );
  return [seed, ...seeds];
};

/** The wiki: one shared root, pages below pages, and everything that is hard to read. */
export const planWiki = (random: Random, deps: WikiDeps): readonly PageSeed[] => {
  const ids = { announcement: drawId(random.fork('announcement')), secret: drawId(random.fork('secret')) };
  const root: Branch = {
    title: 'Company wiki',
    blocks: () => [
      paragraph('Everything we know, as far as somebody has written it down.'),
      ...deps.databases.map(({ id, title }) => childDatabase(id, title)),
    ],
    pages: [handbook, engineering(ids), ...others(ids)],
    more: { sharing: 'direct', icon: '🏔️' },
  };
  return plantBranch(random, root, { id: deps.rootId, parent: { type: 'workspace' }, deps });
};
