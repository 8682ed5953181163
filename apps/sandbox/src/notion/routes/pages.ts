import { z } from 'zod';
import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { versionOf, type ApiVersion } from '../api-version.ts';
import { parseBlocks } from '../blocks/parse-blocks.ts';
import { createPage } from '../changes/create-page.ts';
import { replaceContent, type Editing } from '../changes/edit-content.ts';
import { setTrashed, writeValues } from '../changes/edit-page.ts';
import { invalid, notFound } from '../errors.ts';
import { idAt, idParam } from '../ids.ts';
import { fromMarkdown } from '../markdown/from-markdown.ts';
import { parseInput } from '../parse.ts';
import { onlySchema } from '../properties/only.ts';
import { parseValues } from '../properties/parse-values.ts';
import { dataSourceAt, pageAt } from '../reach.ts';
import type { NewBlock, Parent } from '../records.ts';
import { byBot, propertiesOf, type NotionWorkspace } from '../workspace.ts';
import { wirePage } from '../wire-page.ts';

const templateSchema = z.object({
  type: z.enum(['none', 'default', 'template_id']),
  template_id: z.string().optional(),
});

const iconSchema = z.looseObject({ emoji: z.string().optional() }).nullish();

const createSchema = z.object({
  parent: z
    .object({
      page_id: z.string(),
      data_source_id: z.string(),
      database_id: z.string(),
      workspace: z.boolean(),
    })
    .partial(),
  properties: z.unknown().optional(),
  icon: iconSchema,
  children: z.unknown().optional(),
  markdown: z.string().optional(),
  template: templateSchema.optional(),
});

type Creation = z.output<typeof createSchema>;

const parentOf = (workspace: NotionWorkspace, { parent }: Creation): Parent => {
  if (parent.data_source_id !== undefined) {
    const source = dataSourceAt(workspace, idAt('body.parent.data_source_id', parent.data_source_id));
    return { type: 'data_source_id', id: source.id };
  }
  if (parent.page_id !== undefined) {
    return { type: 'page_id', id: pageAt(workspace, idAt('body.parent.page_id', parent.page_id)).id };
  }
  throw invalid(
    parent.database_id === undefined
      ? 'body failed validation: body.parent.page_id should be defined, instead was `undefined`.'
      : 'body failed validation: body.parent.data_source_id should be defined: a database may have several data sources.',
  );
};

const blocksOf = ({ children, markdown }: Creation): readonly NewBlock[] => {
  if (children !== undefined && markdown !== undefined) {
    throw invalid('body failed validation: body.markdown should be not present beside body.children.');
  }
  if (markdown !== undefined) return fromMarkdown(markdown);
  return children === undefined ? [] : parseBlocks(children);
};

const wantedTemplate = (known: readonly string[], template: z.output<typeof templateSchema>): string => {
  const wanted =
    template.type === 'default' ? known[0] : idAt('body.template.template_id', template.template_id ?? '');
  if (wanted === undefined || !known.includes(wanted)) throw notFound('template', wanted ?? 'default');
  return wanted;
};

const templateOf = (workspace: NotionWorkspace, parent: Parent, body: Creation): string | null => {
  const { template, children, markdown } = body;
  if (template === undefined || template.type === 'none') return null;
  if (children !== undefined || markdown !== undefined) {
    throw invalid('body failed validation: body.children should be not present beside body.template.');
  }
  const source = parent.type === 'data_source_id' ? workspace.dataSources.get(parent.id) : undefined;
  return wantedTemplate(source?.templateIds ?? [], template);
};

const createRoute = (workspace: NotionWorkspace): Route => ({
  method: 'post',
  path: '/notion/v1/pages',
  handle: (request) => {
    const body = parseInput(createSchema, request.body);
    const parent = parentOf(workspace, body);
    const page = createPage(
      workspace,
      {
        parent,
        values: parseValues(propertiesOf(workspace, parent), body.properties),
        blocks: blocksOf(body),
        icon: body.icon?.emoji ?? null,
        templateId: templateOf(workspace, parent, body),
      },
      byBot(workspace),
    );
    return json(wirePage(workspace, page, versionOf(request)));
  },
});

const getRoute = (workspace: NotionWorkspace): Route => ({
  method: 'get',
  path: '/notion/v1/pages/:pageId',
  handle: (request) => {
    const page = pageAt(workspace, idParam(request, 'pageId'));
    const { filter_properties: only } = parseInput(onlySchema, request.query, 'query');
    return json(wirePage(workspace, page, versionOf(request), only));
  },
});

const updateSchema = z.object({
  properties: z.unknown().optional(),
  icon: iconSchema,
  in_trash: z.boolean().optional(),
  archived: z.boolean().optional(),
  erase_content: z.boolean().default(false),
});

const trashOf = (body: z.output<typeof updateSchema>, version: ApiVersion): boolean | undefined => {
  if (version === '2026-03-11' && body.archived !== undefined) {
    throw invalid('body failed validation: body.archived should be not present; use in_trash.');
  }
  return body.in_trash ?? body.archived;
};

const update = (
  editing: Editing,
  body: z.output<typeof updateSchema>,
  isTrashed: boolean | undefined,
): void => {
  const { workspace, page } = editing;
  if (page.isTrashed && isTrashed !== false) {
    throw invalid("Can't edit page that is archived. You must unarchive the page before editing.");
  }
  const values = parseValues(propertiesOf(workspace, page.parent), body.properties);
  if (isTrashed !== undefined) setTrashed(editing, isTrashed);
  if (body.icon !== undefined) page.icon = body.icon?.emoji ?? null;
  if (values.size > 0) writeValues(editing, values);
  if (body.erase_content) replaceContent(editing, []);
};

const updateRoute = (workspace: NotionWorkspace): Route => ({
  method: 'patch',
  path: '/notion/v1/pages/:pageId',
  handle: (request) => {
    const page = pageAt(workspace, idParam(request, 'pageId'));
    const body = parseInput(updateSchema, request.body ?? {});
    const version = versionOf(request);
    update({ workspace, page, author: byBot(workspace) }, body, trashOf(body, version));
    return json(wirePage(workspace, page, version));
  },
});

export const pageRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  createRoute(workspace),
  getRoute(workspace),
  updateRoute(workspace),
];
