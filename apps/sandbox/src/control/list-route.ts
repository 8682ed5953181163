import { z } from 'zod';
import { json } from '../http/reply.ts';
import { paramOf, type Route } from '../http/route.ts';
import type { World } from '../world/make-world.ts';
import { parseControl, refuseControl } from './control-error.ts';
import type { ControlDeps } from './deps.ts';
import { openDeals, openTickets } from './lists/of-hubspot.ts';
import { liveSubscriptions, openDisputes, openInvoices, payments, refunds } from './lists/of-stripe.ts';

const LISTS: ReadonlyMap<string, (world: World) => readonly object[]> = new Map<
  string,
  (world: World) => readonly object[]
>([
  ['deals', openDeals],
  ['disputes', openDisputes],
  ['invoices', openInvoices],
  ['payments', payments],
  ['refunds', refunds],
  ['subscriptions', liveSubscriptions],
  ['tickets', openTickets],
]);

const querySchema = z.object({ limit: z.coerce.number().int().min(1).max(1_000).default(20) });

/** What there is to act on: the ids that the other controls take. */
export const listRoute = ({ world }: ControlDeps): Route => ({
  method: 'get',
  path: '/_sandbox/list/:what',
  handle: (request) => {
    const what = paramOf(request, 'what');
    const list = LISTS.get(what);
    if (list === undefined)
      throw refuseControl(404, `There is no list of ${what}, but of ${[...LISTS.keys()].join(', ')}.`);
    const { limit } = parseControl(querySchema, request.query);
    const rows = list(world);
    return json({ what, total: rows.length, rows: rows.slice(0, limit) });
  },
});
