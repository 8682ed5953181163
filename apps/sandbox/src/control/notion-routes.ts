import { z } from 'zod';
import { json } from '../http/reply.ts';
import { paramOf, type Route } from '../http/route.ts';
import { replaceContent, type Editing } from '../notion/changes/edit-content.ts';
import { editValues, setTrashed } from '../notion/changes/edit-page.ts';
import { runDueJobs } from '../notion/changes/template-jobs.ts';
import { readId } from '../notion/ids.ts';
import { fromMarkdown } from '../notion/markdown/from-markdown.ts';
import { parseValues } from '../notion/properties/parse-values.ts';
import { byPerson, propertiesOf } from '../notion/workspace.ts';
import { wirePage } from '../notion/wire-page.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

const schema = z.strictObject({
  /** As Notion's API takes them. */
  properties: z.record(z.string(), z.unknown()).default({}),
  /** In place of what the page holds. */
  markdown: z.string().optional(),
  trash: z.boolean().optional(),
  /** False takes the page away from the integration, with all that is below it. */
  share: z.boolean().optional(),
});

const edit = (editing: Editing, change: z.output<typeof schema>): void => {
  const { workspace, page } = editing;
  const values = parseValues(propertiesOf(workspace, page.parent), change.properties);
  if (values.size > 0) editValues(editing, values);
  if (change.markdown !== undefined) replaceContent(editing, fromMarkdown(change.markdown));
  if (change.trash !== undefined) setTrashed(editing, change.trash);
  // Nobody is told of a share that is given or taken: only that the page is not found any more.
  if (change.share !== undefined) page.sharing = change.share ? 'direct' : 'off';
};

/** Changes a page as a person in Notion would: no token, no limit, not counted as a caller's write. */
export const editPageRoute = ({ world }: ControlDeps): Route => ({
  method: 'post',
  path: '/_sandbox/notion/pages/:pageId',
  handle: (request) => {
    const workspace = world.notion;
    const page = workspace.pages.get(readId(paramOf(request, 'pageId')) ?? '');
    if (page === undefined) throw refuseControl(404, 'There is no such page.');
    runDueJobs(workspace);
    edit({ workspace, page, author: byPerson(workspace) }, parseControl(schema, request.body));
    return json(wirePage(workspace, page, '2026-03-11'));
  },
});
