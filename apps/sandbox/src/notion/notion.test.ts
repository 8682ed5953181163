import { isFullPage, type Client } from '@notionhq/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runSandbox, type RunningSandbox } from '../testing/running-sandbox.ts';

let sandbox: RunningSandbox;
let notion: Client;
let onboardingId: string;
let playbooksId: string;

const unlimited = { perSecond: null, burst: 30, writeMs: 0, searchLagMs: 0 };

beforeAll(async () => {
  sandbox = await runSandbox({ contacts: 300 });
  notion = sandbox.notion;
  await sandbox.control('POST', '/limits', { notion: unlimited });
  const { results } = await notion.search({ filter: { property: 'object', value: 'data_source' } });
  const idOf = (title: string) => results.find((one) => JSON.stringify(one).includes(`"${title}"`))!.id;
  onboardingId = idOf('Customer onboarding');
  playbooksId = idOf('Playbooks');
});

afterAll(() => sandbox.close());

const setLimits = (limits: object) => sandbox.control('POST', '/limits', { notion: limits });

const edit = (pageId: string, change: object) => sandbox.control('POST', `/notion/pages/${pageId}`, change);

const queryAll = async (dataSourceId: string) => {
  const { results } = await notion.dataSources.query({ data_source_id: dataSourceId });
  return results.filter(isFullPage);
};

/** The pages of the wiki by their title. */
const wikiPage = async (title: string): Promise<string> => {
  const root = (await notion.search({ query: 'Company wiki' })).results[0]!.id;
  const queue = [root];
  for (const id of queue) {
    const { results } = await notion.blocks.children.list({ block_id: id });
    for (const block of results) {
      if (!('type' in block) || block.type !== 'child_page') continue;
      if (block.child_page.title === title) return block.id;
      if (block.child_page.title !== 'Imported archive') queue.push(block.id);
    }
  }
  throw new Error(`There is no page ${title}.`);
};

const titled = (title: string) => ({ Name: { title: [{ text: { content: title } }] } });

const createAccount = (title: string) =>
  notion.pages.create({ parent: { data_source_id: onboardingId }, properties: titled(title) });

const paragraphs = (count: number, content = 'text') =>
  Array.from({ length: count }, () => ({ paragraph: { rich_text: [{ text: { content } }] } }));

test('refuses a strange token, and a request that does not say which version it speaks', async () => {
  const stranger = await sandbox.raw('/notion/v1/users', { headers: { authorization: 'Bearer ntn_other' } });
  expect(stranger.status).toBe(401);
  const nameless = await sandbox.raw('/notion/v1/users');
  expect(nameless.status).toBe(400);
  expect(await nameless.json()).toMatchObject({ object: 'error', code: 'missing_version' });
  expect(nameless.headers.get('x-notion-request-id')).not.toBeNull();
  await expect(sandbox.makeNotion('2020-01-01').users.list({})).rejects.toMatchObject({
    code: 'validation_error',
  });
});

test('lets a burst through and then says when to come back', async () => {
  await setLimits({ perSecond: 0, burst: 2 });
  const ask = () => notion.users.me({});
  await ask();
  await ask();
  const refused: unknown = await ask().catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'rate_limited', status: 429 });
  expect((refused as { headers: Headers }).headers.get('retry-after')).toBe('60');
  await setLimits({ perSecond: 3 });
  await sandbox.control('POST', '/clock', { advanceMs: 1_000 });
  await expect(ask()).resolves.toMatchObject({ type: 'bot' });
  await setLimits(unlimited);
});

test('floors every time to the minute', async () => {
  const page = await createAccount('A minute');
  expect(page).toMatchObject({
    created_time: expect.stringMatching(/:00\.000Z$/u),
    last_edited_time: expect.stringMatching(/:00\.000Z$/u),
  });
  await notion.pages.update({ page_id: page.id, in_trash: true });
});

test('pages through a data source, and a cursor dies with the row it names', async () => {
  const first = await notion.dataSources.query({ data_source_id: onboardingId, page_size: 5 });
  expect(first).toMatchObject({ has_more: true, request_status: { type: 'complete' } });
  const cursor = first.next_cursor!;
  const second = await notion.dataSources.query({ data_source_id: onboardingId, start_cursor: cursor });
  expect(second.results[0]?.id).toBe(cursor);
  await edit(cursor, { trash: true });
  await expect(
    notion.dataSources.query({ data_source_id: onboardingId, start_cursor: cursor }),
  ).rejects.toMatchObject({ status: 400, message: `The start_cursor provided is invalid: ${cursor}` });
  const trashed = await notion.dataSources.query({ data_source_id: onboardingId, in_trash: true });
  expect(trashed.results.map(({ id }) => id)).toContain(cursor);
  await edit(cursor, { trash: false });
});

test('ends a query at its limit as if there were no more', async () => {
  await setLimits({ queryRows: 7 });
  const first = await notion.dataSources.query({ data_source_id: onboardingId, page_size: 5 });
  expect(first).toMatchObject({ has_more: true, request_status: { type: 'complete' } });
  const last = await notion.dataSources.query({
    data_source_id: onboardingId,
    start_cursor: first.next_cursor,
  });
  expect(last).toMatchObject({
    has_more: false,
    next_cursor: null,
    request_status: { type: 'incomplete', incomplete_reason: 'query_result_limit_reached' },
  });
  expect(last.results).toHaveLength(2);
  await setLimits({ queryRows: 10_000 });
});

test('filters and sorts by properties and times', async () => {
  const all = await queryAll(onboardingId);
  const wanted = all.find(({ properties }) => JSON.stringify(properties['HubSpot ID']).includes('5000'))!;
  const property = wanted.properties['HubSpot ID'];
  const text = property?.type === 'rich_text' ? (property.rich_text[0]?.plain_text ?? '') : '';
  const found = await notion.dataSources.query({
    data_source_id: onboardingId,
    filter: {
      and: [
        { property: 'HubSpot ID', rich_text: { equals: text } },
        { timestamp: 'created_time', created_time: { on_or_after: wanted.created_time } },
      ],
    },
    sorts: [{ timestamp: 'created_time', direction: 'ascending' }],
  });
  expect(found.results.map(({ id }) => id)).toContain(wanted.id);
  await expect(
    notion.dataSources.query({
      data_source_id: onboardingId,
      filter: { property: 'No', url: { is_empty: true } },
    }),
  ).rejects.toMatchObject({ code: 'validation_error' });
});

test('shows 25 references of a property and lists all of them elsewhere', async () => {
  const playbook = (await queryAll(playbooksId)).find(({ properties }) =>
    JSON.stringify(properties).includes('Kick-off call'),
  )!;
  const shown = playbook.properties['Accounts'];
  expect(shown).toMatchObject({ type: 'relation', has_more: true });
  expect(shown?.type === 'relation' && shown.relation).toHaveLength(25);
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await notion.pages.properties.retrieve({
      page_id: playbook.id,
      property_id: shown!.id,
      page_size: 10,
      start_cursor: cursor,
    });
    if (page.object !== 'list') throw new Error('A list was expected.');
    for (const item of page.results) if (item.type === 'relation') ids.push(item.relation.id);
    cursor = page.next_cursor;
  } while (cursor !== null);
  expect(new Set(ids).size).toBe(27);
});

test('speaks each version in its own words', async () => {
  const old = sandbox.makeNotion('2025-09-03');
  const page = await createAccount('Two versions');
  expect(page).not.toHaveProperty('archived');
  expect(await old.pages.retrieve({ page_id: page.id })).toMatchObject({ archived: false, in_trash: false });
  const [first] = (await notion.blocks.children.append({ block_id: page.id, children: paragraphs(1) }))
    .results;
  // The words that the later version no longer has.
  const afterFirst = { block_id: page.id, children: paragraphs(1, 'old'), after: first!.id };
  const archive = { page_id: page.id, archived: true };
  await old.blocks.children.append(afterFirst);
  await notion.blocks.children.append({
    block_id: page.id,
    children: paragraphs(1, 'new'),
    position: { type: 'start' },
  });
  await expect(notion.blocks.children.append(afterFirst)).rejects.toMatchObject({ code: 'validation_error' });
  await expect(
    old.blocks.children.append({ block_id: page.id, children: paragraphs(1), position: { type: 'end' } }),
  ).rejects.toMatchObject({ code: 'validation_error' });
  expect(await notion.pages.retrieveMarkdown({ page_id: page.id })).toMatchObject({
    markdown: 'new\ntext\nold',
  });
  await expect(notion.pages.update(archive)).rejects.toMatchObject({ status: 400 });
  expect(await old.pages.update(archive)).toMatchObject({ archived: true });
});

test.each([
  [paragraphs(101), 'body.children.length should be ≤ `100`, instead was `101`.'],
  [
    paragraphs(1, 'x'.repeat(2_001)),
    'body.children[0].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `2001`.',
  ],
])('refuses what is too much and says where', async (children, message) => {
  const page = await wikiPage('Sales');
  await expect(notion.blocks.children.append({ block_id: page, children })).rejects.toMatchObject({
    code: 'validation_error',
    message: `body failed validation: ${message}`,
  });
});

test('refuses too many levels, too many blocks and too many bytes', async () => {
  const page = await wikiPage('Sales');
  const nest = (depth: number): object => ({
    bulleted_list_item: {
      rich_text: [{ text: { content: 'x' } }],
      ...(depth === 0 ? {} : { children: [nest(depth - 1)] }),
    },
  });
  const append = (children: readonly object[]) =>
    sandbox.raw(`/notion/v1/blocks/${page}/children`, {
      method: 'PATCH',
      headers: { 'notion-version': '2026-03-11', 'content-type': 'application/json' },
      body: JSON.stringify({ children }),
    });
  expect((await append([nest(2)])).status).toBe(200);
  expect((await append([nest(3)])).status).toBe(400);
  const wide = { bulleted_list_item: { rich_text: [], children: paragraphs(100, 'x') } };
  expect((await append(Array.from({ length: 10 }, () => wide))).status).toBe(400);
  expect((await append(paragraphs(100, 'ä'.repeat(2_000)))).status).toBe(200);
  expect((await append(paragraphs(100, '書'.repeat(2_000)))).status).toBe(400);
});

test('makes a page from a template later', async () => {
  const { templates } = await notion.dataSources.listTemplates({ data_source_id: onboardingId });
  expect(templates).toMatchObject([{ name: 'New account', is_default: true }]);
  const page = await notion.pages.create({
    parent: { data_source_id: onboardingId },
    properties: titled('From a template'),
    template: { type: 'default' },
  });
  const read = async () => (await notion.pages.retrieveMarkdown({ page_id: page.id })).markdown;
  expect(await read()).toBe('');
  await sandbox.control('POST', '/clock', { advanceMs: 3_000 });
  expect(await read()).toContain('## First week');
});

test('calls two writes to one page at the same time a conflict', async () => {
  await setLimits({ writeMs: 300 });
  const page = await createAccount('Wanted by two');
  const update = () => notion.pages.update({ page_id: page.id, properties: titled('Mine') });
  const outcomes = await Promise.allSettled([update(), update()]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'conflict_error', status: 409 },
  });
  await setLimits({ writeMs: 0 });
});

test('does not find what was taken away, nor what is below it', async () => {
  const handbook = await wikiPage('Handbook');
  const expenses = await wikiPage('Expenses');
  await edit(handbook, { share: false });
  for (const id of [handbook, expenses]) {
    await expect(notion.pages.retrieve({ page_id: id })).rejects.toMatchObject({ code: 'object_not_found' });
  }
  await edit(handbook, { share: true });
  await expect(notion.pages.retrieve({ page_id: expenses })).resolves.toMatchObject({ id: expenses });
});

test('finds by search late, and never everything', async () => {
  await setLimits({ searchLagMs: 10_000 });
  const page = await createAccount('Unheard-of Ltd');
  const find = async () => (await notion.search({ query: 'unheard-of' })).results.map(({ id }) => id);
  expect(await find()).toEqual([]);
  await sandbox.control('POST', '/clock', { advanceMs: 10_000 });
  // A page that the index leaves out for good is not found later either.
  expect([[], [page.id]]).toContainEqual(await find());
  const titles = async (start?: string | null): Promise<number> => {
    const found = await notion.search({
      filter: { property: 'object', value: 'page' },
      start_cursor: start ?? null,
    });
    return found.results.length + (found.next_cursor === null ? 0 : await titles(found.next_cursor));
  };
  expect(await titles()).toBeLessThan((await sandbox.readState()).notion.pages);
  await setLimits({ searchLagMs: 0 });
});

test('holds what cannot be read: poison, unknown types, blocks synced from elsewhere', async () => {
  const poison = await wikiPage('Imported archive');
  await expect(notion.pages.retrieveMarkdown({ page_id: poison })).rejects.toMatchObject({ status: 504 });
  await expect(notion.blocks.children.list({ block_id: poison })).rejects.toMatchObject({ status: 504 });
  const notes = await wikiPage('API notes');
  const { results } = await notion.blocks.children.list({ block_id: notes });
  const blocks = results.filter((block) => 'type' in block);
  const failures = await Promise.all(
    blocks
      .filter(({ has_children: hasChildren }) => hasChildren)
      .map(({ id }) =>
        notion.blocks.children.list({ block_id: id }).then(
          () => 'read',
          (error: unknown) => (error as { code: string }).code,
        ),
      ),
  );
  expect(failures.toSorted()).toEqual(['object_not_found', 'validation_error']);
  const { unknown_block_ids: unknownIds, truncated } = await notion.pages.retrieveMarkdown({
    page_id: notes,
  });
  expect(truncated).toBe(false);
  expect(unknownIds).toHaveLength(3);
});

test('cuts long Markdown and names what is missing', async () => {
  await setLimits({ markdownBlocks: 100 });
  const page = await wikiPage('Long runbook');
  const cut = await notion.pages.retrieveMarkdown({ page_id: page });
  expect(cut.truncated).toBe(true);
  expect(cut.unknown_block_ids).toHaveLength(131);
  const missing = await notion.pages.retrieveMarkdown({ page_id: cut.unknown_block_ids[0]! });
  expect(missing.markdown).toContain('Check item');
  await setLimits({ markdownBlocks: 1_000 });
});

test('changes content by Markdown', async () => {
  const page = await notion.pages.create({
    parent: { data_source_id: onboardingId },
    properties: titled('Marked down'),
    markdown: '# One\n\nA [link](https://a.example) and **more**\n- [x] done\n```json\n{}\n```',
  });
  const { markdown } = await notion.pages.updateMarkdown({
    page_id: page.id,
    type: 'update_content',
    update_content: { content_updates: [{ old_str: '# One', new_str: '# Two' }] },
  });
  expect(markdown).toBe('# Two\nA [link](https://a.example) and **more**\n- [x] done\n```json\n{}\n```');
  const longer = await notion.pages.updateMarkdown({
    page_id: page.id,
    type: 'insert_content',
    insert_content: { content: 'The end.' },
  });
  expect(longer.markdown).toMatch(/The end\.$/u);
});

test('changes single blocks, and moves them to the trash', async () => {
  const page = await createAccount('Blocks');
  const { results } = await notion.blocks.children.append({ block_id: page.id, children: paragraphs(2) });
  const [first, second] = results;
  await notion.blocks.update({
    block_id: first!.id,
    paragraph: { rich_text: [{ text: { content: 'changed' } }] },
  });
  expect(await notion.blocks.delete({ block_id: second!.id })).toMatchObject({ in_trash: true });
  expect(await notion.blocks.retrieve({ block_id: first!.id })).toMatchObject({
    paragraph: { rich_text: [{ plain_text: 'changed' }] },
  });
  expect((await notion.blocks.children.list({ block_id: page.id })).results).toHaveLength(1);
});

test('keeps the schema of a data source, which may grow', async () => {
  const parent = { type: 'page_id', page_id: await wikiPage('Sales') } as const;
  const database = await notion.databases.create({
    parent,
    title: [{ text: { content: 'Leads' } }],
    initial_data_source: { properties: { Name: { title: {} }, Stage: { select: { options: [] } } } },
  });
  const again = await notion.databases.retrieve({ database_id: database.id });
  const id = 'data_sources' in again ? again.data_sources[0]!.id : '';
  await notion.dataSources.update({ data_source_id: id, properties: { 'Sherpa Key': { rich_text: {} } } });
  const source = await notion.dataSources.retrieve({ data_source_id: id });
  expect(Object.keys(source.properties)).toEqual(['Name', 'Stage', 'Sherpa Key']);
  await notion.pages.create({
    parent: { data_source_id: id },
    properties: { ...titled('Lead'), Stage: { select: { name: 'new' } } },
  });
  expect(await queryAll(id)).toMatchObject([{ properties: { Stage: { select: { name: 'new' } } } }]);
});

test('counts what was written under a key of ours, also when the answer was lost', async () => {
  await notion.dataSources.update({
    data_source_id: onboardingId,
    properties: { 'Sherpa Key': { rich_text: {} } },
  });
  await sandbox.control('POST', '/faults', {
    vendor: 'notion',
    path: '/notion/v1/pages',
    method: 'POST',
    kind: 'lostAfterCommit',
  });
  const key = { 'Sherpa Key': { rich_text: [{ text: { content: 'task-1:page' } }] } };
  await expect(
    notion.pages.create({
      parent: { data_source_id: onboardingId },
      properties: { ...titled('Lost'), ...key },
    }),
  ).rejects.toThrow('fetch failed');
  expect((await sandbox.readBooks()).effects).toContainEqual({
    vendor: 'notion',
    object: 'pages',
    key: 'Sherpa Key=task-1:page',
    creates: 1,
    updates: 0,
  });
});

test('is overloaded when told to be', async () => {
  await sandbox.control('POST', '/faults', {
    vendor: 'notion',
    path: '/notion/v1/users',
    kind: 'status',
    status: 529,
    retryAfter: 2,
  });
  await expect(notion.users.list({})).rejects.toMatchObject({ code: 'service_overload', status: 529 });
  expect((await notion.users.list({})).results.length).toBeGreaterThan(8);
});

test('tells of changes, and who made them', async () => {
  const before = sandbox.notionChanges.length;
  const page = await createAccount('Watched');
  await edit(page.id, { properties: titled('Watched more') });
  await notion.pages.update({ page_id: page.id, in_trash: true });
  await edit(page.id, { trash: false, markdown: 'By a person' });
  await notion.comments.create({ parent: { page_id: page.id }, rich_text: [{ text: { content: 'Seen' } }] });
  const { results } = await notion.comments.list({ block_id: page.id });
  expect(results).toMatchObject([{ rich_text: [{ plain_text: 'Seen' }] }]);
  const told = sandbox.notionChanges.slice(before);
  expect(told.map(({ type, authors }) => [type, authors[0]?.type])).toEqual([
    ['page.created', 'bot'],
    ['page.properties_updated', 'person'],
    ['page.deleted', 'bot'],
    ['page.content_updated', 'person'],
    ['page.undeleted', 'person'],
    ['comment.created', 'bot'],
  ]);
  expect(told[0]).toMatchObject({
    entity: { id: page.id, type: 'page' },
    data: { parent: { data_source_id: onboardingId, type: 'database' } },
  });
});
