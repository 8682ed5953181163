import { contentOf, liveBlocks } from '../blocks/content.ts';
import { TITLE_ID } from '../properties/property.ts';
import type { BlockRecord, NewBlock, PageRecord } from '../records.ts';
import { byBot, type NotionWorkspace, type TemplateJob } from '../workspace.ts';
import { appendBlocks } from './edit-content.ts';

const copyOf = (workspace: NotionWorkspace, block: BlockRecord): NewBlock => ({
  type: block.type,
  fields: block.fields,
  ...(block.text === undefined ? {} : { text: block.text }),
  ...(block.caption === undefined ? {} : { caption: block.caption }),
  ...(block.cells === undefined ? {} : { cells: block.cells }),
  children: liveBlocks(workspace, block.childIds).map((child) => copyOf(workspace, child)),
});

const apply = (workspace: NotionWorkspace, page: PageRecord, template: PageRecord): void => {
  for (const [id, value] of template.values) {
    if (id !== TITLE_ID && !page.values.has(id)) page.values.set(id, value);
  }
  const blocks = liveBlocks(workspace, contentOf(workspace, template)).map((block) =>
    copyOf(workspace, block),
  );
  // Whoever did not wait finds the template above what he wrote meanwhile.
  appendBlocks({ workspace, page, author: byBot(workspace) }, blocks, { place: { type: 'start' } });
};

const isDue = (workspace: NotionWorkspace, job: TemplateJob): boolean => job.dueMs <= workspace.nowMs();

export const hasDueJobs = (workspace: NotionWorkspace): boolean =>
  workspace.jobs.some((job) => isDue(workspace, job));

/** Does what Notion's background jobs have had the time to do. To be called whenever the clock may have moved. */
export const runDueJobs = (workspace: NotionWorkspace): void => {
  const due = workspace.jobs.filter((job) => isDue(workspace, job));
  if (due.length === 0) return;
  const later = workspace.jobs.filter((job) => !isDue(workspace, job));
  workspace.jobs.splice(0, workspace.jobs.length, ...later);
  for (const { pageId, templateId } of due) {
    const page = workspace.pages.get(pageId);
    const template = workspace.pages.get(templateId);
    if (page !== undefined && template !== undefined && !page.isTrashed) apply(workspace, page, template);
  }
};
