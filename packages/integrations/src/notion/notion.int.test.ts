import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readAll } from '../testing/read-all.ts';
import { startSandboxClients, type SandboxClients } from '../testing/sandbox.ts';
import { errorOf } from '../testing/test-call.ts';
import { isCursorLost, lastCompleteMinute, type Notion, type NotionPage } from './index.ts';

const USUAL = {
  perSecond: null,
  burst: 30,
  searchLagMs: 0,
  templateMs: 3_000,
  writeMs: 0,
  queryRows: 10_000,
  slowQueryRows: null,
  markdownBlocks: 1_000,
};

describe('Notion’s client with the sandbox', () => {
  let clients: SandboxClients;
  let notion: Notion;
  let sources: Readonly<Record<string, string>>;
  beforeAll(async () => {
    clients = await startSandboxClients(300);
    ({ notion } = clients);
    await setLimits(USUAL);
    const { rows } = await notion.searchDataSources({ text: '', limit: 100 });
    sources = Object.fromEntries(rows.map(({ title, id }) => [title, id]));
  });
  beforeEach(async () => {
    await setLimits(USUAL);
    await clients.control('DELETE', 'faults');
  });
  afterAll(() => clients.stop());

  const setLimits = (limits: object) => clients.control('POST', 'limits', { notion: limits });
  const edit = (id: string, change: object) => clients.control('POST', `notion/pages/${id}`, change);
  const placeFault = (fault: object) => clients.control('POST', 'faults', { vendor: 'notion', ...fault });
  const accounts = () => sources['Customer onboarding'] ?? '';

  const queryAll = (limit = 100) =>
    readAll<NotionPage>((next) => notion.queryDataSource({ dataSourceId: accounts(), limit, next }));

  const idsOf = (pages: readonly { readonly id: string }[]) =>
    [...new Set(pages.map(({ id }) => id))].toSorted();

  /** A page of the wiki, found by going down from its shared root. */
  const wikiPage = async (title: string): Promise<string> => {
    const { rows } = await notion.searchPages({ text: 'Company wiki', limit: 10 });
    const queue = rows.map(({ id }) => id);
    for (const parentId of queue) {
      const blocks = await readAll((next) => notion.listBlocks({ parentId, limit: 100, next }));
      for (const block of blocks.filter(({ type }) => type === 'child_page')) {
        if (block.title === title) return block.id;
        if (block.title !== 'Imported archive') queue.push(block.id);
      }
    }
    throw new Error(`There is no page ${title}.`);
  };

  const calls = async () => {
    const books = (await clients.control('GET', 'books')) as {
      calls: { vendor: string; method: string; route: string; total: number }[];
      effects: { vendor: string; key: string; creates: number }[];
    };
    return books;
  };
  const createsOf = async (key: string) =>
    (await calls()).effects.find((effect) => effect.key === `Sherpa Key=${key}`)?.creates ?? 0;

  const account = (key: string, more: object = {}) => ({
    dataSourceId: accounts(),
    key,
    properties: {
      Name: { type: 'title', text: `Account of ${key}` },
      'HubSpot ID': { type: 'rich_text', text: '500001' },
      Seats: { type: 'number', number: 7 },
      Status: { type: 'status', name: 'Blocked' },
      Tags: { type: 'multi_select', names: ['pilot', 'a new one'] },
      'Kick-off': { type: 'date', start: '2026-03-01' },
      Domain: { type: 'url', line: 'https://x.example' },
      'Contract signed': { type: 'checkbox', checked: true },
    } as const,
    ...more,
  });

  it('lists every page of a data source once, oldest first, with typed properties', async () => {
    const pages = await queryAll(10);
    expect(idsOf(pages)).toHaveLength(pages.length);
    const times = pages.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual(times.toSorted((left, right) => left - right));
    const [page] = pages;
    expect(page).toMatchObject({
      inTrash: false,
      parent: { type: 'data_source', id: accounts() },
      properties: {
        Status: { type: 'status', value: expect.any(String) },
        Seats: { type: 'number', value: expect.any(Number) },
        'Kick-off': { value: { start: expect.stringMatching(/^\d{4}-/u), end: null, timeZone: null } },
        'Contract signed': { value: expect.any(Boolean) },
        Created: { value: expect.stringMatching(/:00\.000Z$/u) },
      },
    });
    expect(page?.title).toMatch(/^Onboarding /u);
    await expect(notion.getPage(page?.id ?? '')).resolves.toEqual(page);
  });

  it('asks for what is wanted only', async () => {
    const [page] = await queryAll();
    const status = page?.properties['Status']?.value as string;
    const wanted = await notion.queryDataSource({
      dataSourceId: accounts(),
      limit: 100,
      filters: [{ property: 'Status', type: 'status', equals: status }],
    });
    expect(wanted.rows.length).toBeGreaterThan(0);
    expect(new Set(wanted.rows.map(({ properties }) => properties['Status']?.value))).toEqual(
      new Set([status]),
    );
    const trashed = await notion.queryDataSource({ dataSourceId: accounts(), limit: 100, inTrash: true });
    expect(trashed.rows.every(({ inTrash }) => inTrash)).toBe(true);
  });

  it('goes past the rows that one query gives', async () => {
    const all = idsOf(await queryAll());
    await setLimits({ queryRows: 8 });
    expect(idsOf(await queryAll(5))).toEqual(all);
    await setLimits({ queryRows: 2 });
    expect(idsOf(await queryAll(1))).toEqual(all);
  });

  it('reads whole what a page cuts', async () => {
    const { rows } = await notion.queryDataSource({ dataSourceId: sources['Playbooks'] ?? '', limit: 100 });
    const cut = rows.find(({ properties }) => properties['Accounts']?.isCut === true);
    const property = cut?.properties['Accounts'];
    expect(property?.value).toHaveLength(25);
    const ids = await notion.getPropertyItems({ pageId: cut?.id ?? '', propertyId: property?.id ?? '' });
    expect(new Set(ids).size).toBe(27);
  });

  it('describes data sources, their database and their templates', async () => {
    const source = await notion.getDataSource(accounts());
    expect(source?.properties.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Name', 'HubSpot ID', 'Stripe ID']),
    );
    const database = await notion.getDatabase(source?.databaseId ?? '');
    expect(database).toMatchObject({ title: 'Customer onboarding', dataSources: [{ id: accounts() }] });
    const templates = await notion.listTemplates(accounts());
    expect(templates).toMatchObject([{ name: 'New account', isDefault: true }]);
    await expect(notion.getDataSource('00000000-0000-4000-8000-000000000000')).resolves.toBeUndefined();
  });

  it('finds pages by their title', async () => {
    const { rows } = await notion.searchPages({ text: 'company wiki', limit: 10 });
    expect(rows).toMatchObject([{ title: 'Company wiki', icon: '🏔️', parent: { type: 'workspace' } }]);
  });

  it('gives a page as Markdown, in one request', async () => {
    const markdown = await notion.getPageMarkdown(await wikiPage('Expenses'));
    expect(markdown).toMatchObject({ source: 'markdown', unreadable: [], isComplete: true });
    expect(markdown?.markdown).toContain('150 EUR a night');
  });

  it('puts a page together from its blocks where Markdown was cut', async () => {
    await setLimits({ markdownBlocks: 3 });
    const architecture = await notion.getPageMarkdown(await wikiPage('Architecture'));
    expect(architecture?.source).toBe('blocks');
    expect(architecture?.markdown).toContain('\t\t\t\t\t- Level 6');
    expect(architecture?.markdown).toContain(
      '```typescript\nconst answer: number = await ask("why");\n// two lines\n```',
    );
    expect(architecture?.markdown).toContain(
      '![The parts and who calls whom](https://assets.example/architecture.png)',
    );
    expect(architecture?.markdown).toContain('[the design](https://docs.example/design)');
    const whole = await notion.getPageMarkdown(await wikiPage('Long runbook'));
    expect(whole?.markdown.split('\n')).toHaveLength(231);
  });

  it('makes a page once under its key, also when nobody heard that it was made', async () => {
    const first = await notion.createPage(account('once'));
    expect(first).toMatchObject({
      created: true,
      page: {
        title: 'Account of once',
        properties: { Tags: { value: ['pilot', 'a new one'] }, 'Sherpa Key': { value: 'once' } },
      },
    });
    const again = await notion.createPage(account('once'));
    expect(again).toMatchObject({ created: false, page: { id: first.page.id } });
    await placeFault({ path: '/notion/v1/pages', method: 'POST', kind: 'lostAfterCommit' });
    const lost = await notion.createPage(account('lost'));
    expect(lost.created).toBe(true);
    expect(await Promise.all(['once', 'lost'].map(createsOf))).toEqual([1, 1]);
    await expect(notion.findPageByKey({ dataSourceId: accounts(), key: 'lost' })).resolves.toMatchObject({
      id: lost.page.id,
    });
  });

  it('lets the task try again when a page was not made and nobody said so', async () => {
    await placeFault({ path: '/notion/v1/pages', method: 'POST', kind: 'reset' });
    const error = await errorOf(notion.createPage(account('unheard')));
    expect(error).toMatchObject({ code: 'integration_unavailable', retry: 'backoff' });
    await expect(notion.createPage(account('unheard'))).resolves.toMatchObject({ created: true });
    expect(await createsOf('unheard')).toBe(1);
  });

  it('writes long pages in parts, and goes on with one that was interrupted', async () => {
    const blocks = Array.from({ length: 230 }, (_unused, index) => ({
      type: 'bulleted_list_item' as const,
      text: `Item ${index}`,
    }));
    await placeFault({ path: '/notion/v1/blocks/:id/children', method: 'PATCH', kind: 'reset', skip: 1 });
    const error = await errorOf(notion.createPage(account('long', { blocks })));
    expect(error.retry).toBe('backoff');
    const { page, created } = await notion.createPage(account('long', { blocks }));
    expect(created).toBe(false);
    const rows = await readAll((next) => notion.listBlocks({ parentId: page.id, limit: 100, next }));
    expect(rows.map(({ text }) => text[0]?.text)).toEqual(blocks.map(({ text }) => text));
  });

  it('leaves a page from a template blank until Notion has filled it', async () => {
    const { page } = await notion.createPage(account('template', { template: 'default' }));
    await expect(notion.getPageMarkdown(page.id)).resolves.toMatchObject({ markdown: '' });
    await clients.control('POST', 'clock', { advanceMs: 3_000 });
    const filled = await notion.getPageMarkdown(page.id);
    expect(filled?.markdown).toContain('## First week');
  });

  it('appends blocks of every kind, cuts long text, and gives their ids', async () => {
    const { page } = await notion.createPage(account('appended'));
    const long = `${'a'.repeat(1_999)}🏔️${'b'.repeat(3_000)}`;
    const ids = await notion.appendBlocks({
      parentId: page.id,
      blocks: [
        { type: 'heading_2', text: 'Head' },
        { type: 'paragraph', text: long },
        { type: 'paragraph', text: [{ text: 'a ' }, { text: 'link', url: 'https://a.example' }] },
        { type: 'to_do', text: 'do', checked: true },
        { type: 'code', text: '{}', language: 'json' },
        { type: 'divider' },
        { type: 'bookmark', url: 'https://b.example' },
        {
          type: 'table',
          rows: [
            ['a', 'b'],
            ['1', '2'],
          ],
        },
        { type: 'paragraph', text: 'c'.repeat(200_001) },
      ],
    });
    expect(ids).toHaveLength(10);
    const { rows } = await notion.listBlocks({ parentId: page.id, limit: 100 });
    expect(rows.map(({ id }) => id)).toEqual(ids);
    expect(rows[1]?.text.map(({ text }) => text).join('')).toBe(long);
    expect(rows[2]?.text[1]).toMatchObject({ text: 'link', url: 'https://a.example' });
    expect(rows[3]).toMatchObject({ type: 'to_do', checked: true });
  });

  it('changes properties, over a conflict with another writer, and trashes', async () => {
    const { page } = await notion.createPage(account('changed'));
    await placeFault({ path: `/notion/v1/pages/${page.id}`, method: 'PATCH', kind: 'status', status: 409 });
    const changed = await notion.updatePageProperties({
      pageId: page.id,
      properties: { Seats: { type: 'number', number: 8 }, Domain: { type: 'url', line: null } },
    });
    expect(changed.properties).toMatchObject({ Seats: { value: 8 }, Domain: { value: null } });
    await notion.trashPage(page.id);
    await expect(notion.getPage(page.id)).resolves.toMatchObject({ inTrash: true });
  });

  it('has users, itself, and comments', async () => {
    const users = await readAll((next) => notion.listUsers({ limit: 5, next }));
    const me = await notion.getMe();
    expect(me).toMatchObject({ type: 'bot', email: null });
    expect(users.filter(({ email }) => email !== null).length).toBeGreaterThan(7);
    const { page } = await notion.createPage(account('commented'));
    const comment = await notion.createComment({ pageId: page.id, text: 'Looks good.' });
    expect(comment).toMatchObject({ text: 'Looks good.', createdBy: me.id });
    await expect(notion.listComments({ pageId: page.id, limit: 10 })).resolves.toMatchObject({
      rows: [{ id: comment.id }],
      next: undefined,
    });
  });

  it('has nothing for a page that was taken away, and has it again when it comes back', async () => {
    const { page } = await notion.createPage(account('shared'));
    await edit(page.id, { share: false });
    await expect(notion.getPage(page.id)).resolves.toBeUndefined();
    await expect(notion.getPageMarkdown(page.id)).resolves.toBeUndefined();
    expect(idsOf(await queryAll())).not.toContain(page.id);
    await edit(page.id, { share: true });
    await expect(notion.getPage(page.id)).resolves.toMatchObject({ id: page.id });
  });

  it('waits for a limit as Notion says', async () => {
    await placeFault({ path: '/notion/v1/users/me', kind: 'status429', retryAfter: 30 });
    const error = await errorOf(notion.getMe());
    expect(error).toMatchObject({ code: 'integration_rate_limited', retry: { afterMs: 30_000 } });
    await placeFault({ path: '/notion/v1/users/me', kind: 'status', status: 529, retryAfter: 0 });
    await expect(notion.getMe()).resolves.toMatchObject({ type: 'bot' });
  });

  it('edge case 35: an invalid start_cursor in the middle of a listing loses no page', async () => {
    const first = await notion.queryDataSource({ dataSourceId: accounts(), limit: 5 });
    const { cursor } = JSON.parse(first.next ?? '{}') as { cursor: string };
    await edit(cursor, { trash: true });
    const rest = await readAll<NotionPage>(
      (next) => notion.queryDataSource({ dataSourceId: accounts(), limit: 5, next }),
      first.next,
    );
    expect(idsOf([...first.rows, ...rest])).toEqual(idsOf(await queryAll()));

    const { page } = await notion.createPage(account('cursor'));
    const blocks = Array.from({ length: 12 }, () => ({ type: 'paragraph', text: 'x' }) as const);
    await notion.appendBlocks({ parentId: page.id, blocks });
    const some = await notion.listBlocks({ parentId: page.id, limit: 5 });
    await edit(page.id, { markdown: 'Everything is new.' });
    const error = await errorOf(notion.listBlocks({ parentId: page.id, limit: 5, next: some.next }));
    expect(isCursorLost(error)).toBe(true);
    await expect(notion.listBlocks({ parentId: page.id, limit: 5 })).resolves.toMatchObject({
      rows: [{ type: 'paragraph' }],
    });
  });

  it('edge case 36: missing blocks, empty pages, ai_block and unsupported types are reported, not fatal', async () => {
    const notes = await wikiPage('API notes');
    const whole = await notion.getPageMarkdown(notes);
    expect(whole).toMatchObject({ source: 'markdown', isComplete: true });
    expect(whole?.unreadable).toHaveLength(3);
    await setLimits({ markdownBlocks: 1 });
    const pieced = await notion.getPageMarkdown(notes);
    expect(pieced?.source).toBe('blocks');
    expect(pieced?.unreadable.map(({ type }) => type).toSorted()).toEqual([
      'ai_block',
      'button',
      'synced_block',
    ]);
    expect(pieced?.markdown).toContain('Between two of them there is text.');
    expect(pieced?.markdown).toContain('> The end of the notes.');
    const { page } = await notion.createPage(account('empty'));
    await expect(notion.getPageMarkdown(page.id)).resolves.toMatchObject({ markdown: '' });
    const gone = await errorOf(
      notion.listBlocks({ parentId: '00000000-0000-4000-8000-000000000000', limit: 5 }),
    );
    expect(gone).toMatchObject({ code: 'integration_rejected', details: { status: 404 } });
  });

  it('edge case 37: a 504 is asked again for less, a 502 again, and a poison page is given up', async () => {
    const all = idsOf(await queryAll());
    await setLimits({ slowQueryRows: 10 });
    expect(idsOf(await queryAll())).toEqual(all);
    await setLimits({ slowQueryRows: null });
    await placeFault({ path: '/notion/v1/data_sources', kind: 'html502' });
    expect(idsOf(await queryAll())).toEqual(all);
    const poison = await wikiPage('Imported archive');
    await clients.control('DELETE', 'books');
    const error = await errorOf(notion.getPageMarkdown(poison));
    expect(error).toMatchObject({ code: 'integration_unavailable', details: { status: 504 } });
    expect((await calls()).calls.map(({ total }) => total)).toEqual([1, 4]);
    await expect(notion.getPage(poison)).resolves.toMatchObject({ title: 'Imported archive' });
  });

  it('edge case 38: an edit in the same minute as the last look is not lost', async () => {
    const { page } = await notion.createPage(account('minute'));
    const { now } = (await clients.control('GET', 'state')) as { now: string };
    // The beginning of a minute leaves the test all of it.
    await clients.control('POST', 'clock', { advanceMs: 60_000 - (Date.parse(now) % 60_000) });
    const setSeats = (number: number) => edit(page.id, { properties: { Seats: { number } } });
    const look = async (editedSince: Date) => {
      const { rows } = await notion.queryDataSource({ dataSourceId: accounts(), limit: 100, editedSince });
      return rows.find(({ id }) => id === page.id);
    };
    await setSeats(1);
    const since = new Date(Date.parse(now) + 1);
    const first = await look(since);
    expect(first!.properties['Seats']?.value).toBe(1);
    await setSeats(2);
    const second = await look(first!.editedAt);
    expect(second!.editedAt).toEqual(first!.editedAt);
    expect(second!.properties['Seats']?.value).toBe(2);
    const seenAt = new Date(first!.editedAt.getTime() + 30_000);
    expect(lastCompleteMinute(seenAt).getTime()).toBeLessThan(first!.editedAt.getTime());
    // Seconds in the cursor do not hide the minute that they lie in.
    await expect(look(seenAt)).resolves.toMatchObject({ id: page.id });
  });

  it('edge case 39: a validation_error that passes is not believed the first time', async () => {
    await placeFault({ path: '/notion/v1/data_sources', kind: 'status', status: 400 });
    expect(idsOf(await queryAll()).length).toBeGreaterThan(0);
    await placeFault({ path: '/notion/v1/data_sources', kind: 'status', status: 400, times: 2 });
    const error = await errorOf(queryAll());
    expect(error).toMatchObject({
      code: 'integration_rejected',
      retry: 'never',
      details: { vendorCode: 'validation_error', status: 400 },
    });
  });
});
