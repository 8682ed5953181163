import { json, noContent } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { newTargetSchema } from '../webhooks/target.ts';
import { parseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';

const PATH = '/_sandbox/webhooks';

/** Where the vendors' news go to, and how. */
export const webhookControlRoutes = ({ postOffice }: ControlDeps): readonly Route[] => [
  { method: 'get', path: PATH, handle: () => json({ targets: postOffice.targets() }) },
  {
    method: 'post',
    path: PATH,
    handle: (request) => json(postOffice.addTarget(parseControl(newTargetSchema, request.body)), 201),
  },
  {
    method: 'delete',
    path: PATH,
    handle: () => {
      postOffice.clear();
      return noContent();
    },
  },
];
