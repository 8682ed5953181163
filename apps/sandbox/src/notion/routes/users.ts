import { json } from '../../http/reply.ts';
import type { Route } from '../../http/route.ts';
import { notFound } from '../errors.ts';
import { idParam } from '../ids.ts';
import { listAnswer, pageOf, pageQuerySchema } from '../paging.ts';
import { parseInput } from '../parse.ts';
import type { NotionWorkspace } from '../workspace.ts';
import { wireUser } from '../wire-page.ts';

/** The people and bots of the workspace. */
export const userRoutes = (workspace: NotionWorkspace): readonly Route[] => [
  {
    method: 'get',
    path: '/notion/v1/users',
    handle: (request) => {
      const asked = parseInput(pageQuerySchema, request.query, 'query');
      const page = pageOf(workspace.users, ({ id }) => id, asked);
      return json(
        listAnswer(
          'user',
          page.items.map((user) => wireUser(workspace, user)),
          page.next,
        ),
      );
    },
  },
  {
    method: 'get',
    path: '/notion/v1/users/me',
    handle: () => json(wireUser(workspace, workspace.bot)),
  },
  {
    method: 'get',
    path: '/notion/v1/users/:userId',
    handle: (request) => {
      const id = idParam(request, 'userId');
      const user = workspace.users.find((one) => one.id === id);
      if (user === undefined) throw notFound('user', id);
      return json(wireUser(workspace, user));
    },
  },
];
