import type { Route } from '../http/route.ts';
import { blockChildrenRoutes } from './routes/block-children.ts';
import { blockRoutes } from './routes/blocks.ts';
import { commentRoutes } from './routes/comments.ts';
import { dataSourceRoutes } from './routes/data-sources.ts';
import { databaseRoutes } from './routes/databases.ts';
import { pageMarkdownRoutes } from './routes/page-markdown.ts';
import { pagePropertyRoute } from './routes/page-property.ts';
import { pageRoutes } from './routes/pages.ts';
import { searchRoute } from './routes/search.ts';
import { userRoutes } from './routes/users.ts';
import type { NotionWorkspace } from './workspace.ts';

/** Everything of Notion that is served. */
export const notionRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  ...pageRoutes(workspace),
  pagePropertyRoute(workspace),
  ...pageMarkdownRoutes(workspace),
  ...blockRoutes(workspace),
  ...blockChildrenRoutes(workspace),
  ...databaseRoutes(workspace),
  ...dataSourceRoutes(workspace),
  searchRoute(workspace),
  ...userRoutes(workspace),
  ...commentRoutes(workspace),
];
