import { expect } from 'vitest';
import type { ContractCase } from './contract.ts';
import type { Ground } from './ground.ts';
import type { NotionAccount } from './notion-account.ts';

type Account = NotionAccount & Ground;
type Case = ContractCase<Account>;

const NOBODY = '00000000-0000-4000-8000-000000000000';

const newPage = (account: Account) => {
  const key = account.newName();
  return {
    dataSourceId: account.dataSourceId,
    key,
    properties: {
      Name: { type: 'title', text: key },
      Seats: { type: 'number', number: 7 },
      Tags: { type: 'multi_select', names: ['pilot', 'new'] },
      Domain: { type: 'url', line: 'https://example.com' },
      'Kick-off': { type: 'date', start: '2026-03-01' },
      'Contract signed': { type: 'checkbox', checked: true },
    },
  } as const;
};

const accountCases: readonly Case[] = [
  {
    name: 'tells whose connection it is and who is there, and refuses a token that is not its own',
    run: async ({ notion, askAccount, stranger }) => {
      const me = await notion.getMe();
      expect(me.type).toBe('bot');
      await expect(askAccount()).resolves.toMatchObject({ id: me.id });
      const { rows } = await notion.listUsers({ limit: 10 });
      expect(rows.length).toBeGreaterThan(0);
      await expect(stranger.getMe()).rejects.toMatchObject({ code: 'integration_unauthorized' });
    },
  },
  {
    name: 'describes a data source, its database and its templates, and has nothing for ids of nobody',
    run: async ({ notion, dataSourceId, databaseId, prefix }) => {
      const source = await notion.getDataSource(dataSourceId);
      expect(source?.databaseId).toBe(databaseId);
      expect(source?.properties.map(({ name }) => name)).toEqual(expect.arrayContaining(['Name', 'Seats']));
      await expect(notion.getDatabase(databaseId)).resolves.toMatchObject({
        title: prefix,
        dataSources: [{ id: dataSourceId }],
      });
      await expect(notion.listTemplates(dataSourceId)).resolves.toEqual([]);
      await expect(notion.getDataSource(NOBODY)).resolves.toBeUndefined();
      await expect(notion.getPage(NOBODY)).resolves.toBeUndefined();
    },
  },
  {
    name: 'searches pages and data sources by their title',
    run: async ({ notion, prefix }) => {
      await notion.searchPages({ text: prefix, limit: 10 });
      await notion.searchDataSources({ text: prefix, limit: 10 });
    },
  },
];

const pageCases: readonly Case[] = [
  {
    name: 'makes a page once under its key, with typed properties, and finds it by both',
    run: async (account) => {
      const { notion, dataSourceId } = account;
      const wanted = newPage(account);
      const { page, created } = await notion.createPage(wanted);
      expect(created).toBe(true);
      await expect(notion.createPage(wanted)).resolves.toMatchObject({
        created: false,
        page: { id: page.id },
      });
      await expect(notion.findPageByKey({ dataSourceId, key: wanted.key })).resolves.toMatchObject({
        id: page.id,
      });
      const { rows } = await notion.queryDataSource({
        dataSourceId,
        limit: 10,
        filters: [{ property: 'Name', type: 'title', equals: wanted.key }],
      });
      expect(rows).toMatchObject([
        {
          id: page.id,
          title: wanted.key,
          parent: { type: 'data_source', id: dataSourceId },
          properties: {
            Seats: { value: 7 },
            Tags: { value: ['pilot', 'new'] },
            'Kick-off': { value: { start: '2026-03-01', end: null, timeZone: null } },
            'Contract signed': { value: true },
          },
        },
      ]);
      const title = page.properties['Name'];
      const items = await notion.getPropertyItems({ pageId: page.id, propertyId: title?.id ?? '' });
      expect(items.join('')).toContain(wanted.key);
    },
  },
  {
    name: 'lists every page of a data source once, page by page',
    run: async (account) => {
      const { notion, dataSourceId } = account;
      for (let count = 0; count < 3; count += 1) await notion.createPage(newPage(account));
      const ids: string[] = [];
      for (let next: string | undefined, first = true; first || next !== undefined; first = false) {
        const page = await notion.queryDataSource({ dataSourceId, limit: 2, next });
        ids.push(...page.rows.map(({ id }) => id));
        ({ next } = page);
      }
      expect(ids.length).toBeGreaterThanOrEqual(3);
      expect(new Set(ids).size).toBe(ids.length);
    },
  },
  {
    name: 'changes properties, and trashes',
    run: async (account) => {
      const { notion } = account;
      const { page } = await notion.createPage(newPage(account));
      const changed = await notion.updatePageProperties({
        pageId: page.id,
        properties: { Seats: { type: 'number', number: 8 }, Domain: { type: 'url', line: null } },
      });
      expect(changed.properties).toMatchObject({ Seats: { value: 8 }, Domain: { value: null } });
      await notion.trashPage(page.id);
      await expect(notion.getPage(page.id)).resolves.toMatchObject({ inTrash: true });
    },
  },
];

const contentCases: readonly Case[] = [
  {
    name: 'replaces what a page holds, as often as it is told to',
    run: async (account) => {
      const { notion } = account;
      const { page } = await notion.createPage({
        ...newPage(account),
        blocks: [{ type: 'paragraph', text: 'Before.' }],
      });
      const content = { pageId: page.id, markdown: '## After\n\n- one\n- two' };
      await notion.replacePageMarkdown(content);
      await notion.replacePageMarkdown(content);
      const { rows } = await notion.listBlocks({ parentId: page.id, limit: 10 });
      expect(rows.map(({ type, text }) => [type, text.map((part) => part.text).join('')])).toEqual([
        ['heading_2', 'After'],
        ['bulleted_list_item', 'one'],
        ['bulleted_list_item', 'two'],
      ]);
    },
  },
  {
    name: 'appends blocks of every kind, gives them back, and as Markdown',
    run: async (account) => {
      const { notion } = account;
      const { page } = await notion.createPage(newPage(account));
      const ids = await notion.appendBlocks({
        parentId: page.id,
        blocks: [
          { type: 'heading_2', text: 'Head' },
          { type: 'paragraph', text: 'a'.repeat(2_500) },
          { type: 'paragraph', text: [{ text: 'a ' }, { text: 'link', url: 'https://example.com' }] },
          { type: 'to_do', text: 'do', checked: true },
          { type: 'code', text: '{}', language: 'json' },
          { type: 'divider' },
          { type: 'bookmark', url: 'https://example.com' },
          {
            type: 'table',
            rows: [
              ['a', 'b'],
              ['1', '2'],
            ],
          },
        ],
      });
      const { rows } = await notion.listBlocks({ parentId: page.id, limit: 100 });
      expect(rows.map(({ id }) => id)).toEqual(ids);
      expect(rows[1]?.text.map(({ text }) => text).join('')).toBe('a'.repeat(2_500));
      expect(rows[3]).toMatchObject({ type: 'to_do', checked: true });
      const read = await notion.getPageMarkdown(page.id);
      expect(read?.markdown).toContain('## Head');
      expect(read?.markdown).toContain('[link](https://example.com');
    },
  },
  {
    name: 'takes a comment and lists it',
    run: async (account) => {
      const { notion } = account;
      const { page } = await notion.createPage(newPage(account));
      const comment = await notion.createComment({ pageId: page.id, text: 'Looks good.' });
      const { rows } = await notion.listComments({ pageId: page.id, limit: 10 });
      expect(rows).toMatchObject([{ id: comment.id, text: 'Looks good.' }]);
    },
  },
];

/** What Notion has to do for us. */
export const notionContract: readonly Case[] = [...accountCases, ...pageCases, ...contentCases];
