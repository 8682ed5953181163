import type { Clients, Handlers } from '@sherpa/agent-kit';
import type { Notion, NotionPage, NotionPropertyInputs } from '@sherpa/integrations/notion';
import { isMissing } from '../../is-missing.ts';
import type { KnowledgeContract } from '../contract.ts';
import type { knowledgeDoings } from './contract.ts';
import { findAdopted } from './find-adopted.ts';
import { findSource } from './find-source.ts';
import { titleColumn, toInputs } from './to-inputs.ts';

type Doings = Pick<Handlers<KnowledgeContract>, keyof typeof knowledgeDoings>;

/** Of what is to be set, what nobody has filled in. */
const emptyOf = (page: NotionPage, properties: NotionPropertyInputs): NotionPropertyInputs =>
  Object.fromEntries(
    Object.entries(properties).filter(([name]) => {
      const value = page.properties[name]?.value ?? null;
      return value === null || value === '' || (Array.isArray(value) && value.length === 0);
    }),
  );

const orGone = async (write: () => Promise<unknown>): Promise<{ found: boolean }> => {
  try {
    await write();
    return { found: true };
  } catch (thrown) {
    if (isMissing(thrown)) return { found: false };
    throw thrown;
  }
};

/**
 * The writes at Notion. No `verify`: pages are looked for by their key before they are made and after an answer
 * that was lost, and the same values twice are the same values.
 */
export const makeDoings = ({ notion }: { readonly notion: Clients<Notion> }): Doings => ({
  'page.upsert': async (ctx) => {
    const { key, source: role, title, values, blocks, markdown, template, adopt } = ctx.task.payload;
    const source = await findSource(ctx, role);
    const { client } = await notion.of(ctx.task.tenantId, source.connectionId);
    const properties = {
      ...toInputs(source.columns, values),
      [titleColumn(source.columns)]: { type: 'title', text: title },
    } as const;
    return ctx.effect('page', {
      vendor: 'notion',
      key,
      intent: { operation: 'pages.upsert', dataSourceId: source.id, columns: Object.keys(properties) },
      perform: async () => {
        const options = { signal: ctx.signal };
        const theirs = adopt && (await findAdopted(client, { source, ...adopt }, options));
        if (theirs !== undefined) {
          const missing = emptyOf(theirs, properties);
          if (Object.keys(missing).length > 0)
            await client.updatePageProperties({ pageId: theirs.id, properties: missing }, options);
          return { id: theirs.id, url: theirs.url, created: false };
        }
        const content = template ? ({ template: 'default' } as const) : { blocks };
        const page = { dataSourceId: source.id, key, properties, ...content };
        const made = await client.createPage(page, options);
        if (!made.created) await client.updatePageProperties({ pageId: made.page.id, properties }, options);
        const { id, url } = made.page;
        if (markdown !== undefined) await client.replacePageMarkdown({ pageId: id, markdown }, options);
        return { id, url, created: made.created };
      },
    });
  },
  'page.patch': async (ctx) => {
    const { id, values } = ctx.task.payload;
    const { client } = await notion.of(ctx.task.tenantId);
    return ctx.effect('patch', {
      vendor: 'notion',
      intent: { operation: 'pages.update', id, columns: Object.keys(values) },
      perform: () =>
        orGone(async () => {
          const options = { signal: ctx.signal };
          const page = await client.getPage(id, options);
          const columns = Object.entries(page?.properties ?? {}).map(([name, { type }]) => ({ name, type }));
          const properties = toInputs(columns, values);
          if (Object.keys(properties).length > 0)
            await client.updatePageProperties({ pageId: id, properties }, options);
        }),
    });
  },
  'page.trash': async (ctx) => {
    const { id } = ctx.task.payload;
    const { client } = await notion.of(ctx.task.tenantId);
    return ctx.effect('trash', {
      vendor: 'notion',
      intent: { operation: 'pages.trash', id },
      perform: () => orGone(() => client.trashPage(id, { signal: ctx.signal })),
    });
  },
});
