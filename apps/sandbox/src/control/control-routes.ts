import { faultSchema } from '../faults/fault.ts';
import { html, json, noContent } from '../http/reply.ts';
import type { Route } from '../http/route.ts';
import { limitChangesSchema } from '../limits/settings.ts';
import { parseControl } from './control-error.ts';
import { countWorld } from './counts.ts';
import type { ControlDeps } from './deps.ts';
import { failPaymentRoute } from './fail-payment-route.ts';
import { homePage } from './home-page.ts';
import { hubspotControlRoutes } from './hubspot-routes.ts';
import { listRoute } from './list-route.ts';
import { editPageRoute } from './notion-routes.ts';
import { closeDealRoute } from './close-deal-route.ts';
import { lifeControlRoutes } from './life-routes.ts';
import { stripeControlRoutes } from './stripe-routes.ts';
import { ticketRoutes } from './ticket-routes.ts';
import { webhookControlRoutes } from './webhook-routes.ts';

const stateRoutes = ({ world, clock, limits, life, seed }: ControlDeps): readonly Route[] => [
  {
    method: 'get',
    path: '/_sandbox/state',
    handle: () =>
      json({
        seed,
        now: clock.now().toISOString(),
        people: life.hasPeople(),
        limits,
        ...countWorld(world),
      }),
  },
  {
    method: 'get',
    path: '/',
    handle: () => html(homePage({ seed, now: clock.now(), counts: countWorld(world) })),
  },
];

const bookRoutes = ({ books }: ControlDeps): readonly Route[] => [
  { method: 'get', path: '/_sandbox/books', handle: () => json(books.read()) },
  {
    method: 'delete',
    path: '/_sandbox/books',
    handle: () => {
      books.clear();
      return noContent();
    },
  },
];

const faultRoutes = ({ faults }: ControlDeps): readonly Route[] => [
  { method: 'get', path: '/_sandbox/faults', handle: () => json({ faults: faults.list() }) },
  {
    method: 'post',
    path: '/_sandbox/faults',
    handle: (request) => json(faults.add(parseControl(faultSchema, request.body)), 201),
  },
  {
    method: 'delete',
    path: '/_sandbox/faults',
    handle: () => {
      faults.clear();
      return noContent();
    },
  },
];

const settingRoutes = ({ limits }: ControlDeps): readonly Route[] => [
  {
    method: 'post',
    path: '/_sandbox/limits',
    handle: (request) => {
      const changes = parseControl(limitChangesSchema, request.body);
      Object.assign(limits.hubspot, changes.hubspot);
      Object.assign(limits.stripe, changes.stripe);
      Object.assign(limits.notion, changes.notion);
      return json(limits);
    },
  },
];

/** What a test, or a person trying things out, turns the sandbox with. */
export const controlRoutes = (deps: ControlDeps): readonly Route[] => [
  ...stateRoutes(deps),
  ...bookRoutes(deps),
  ...faultRoutes(deps),
  ...settingRoutes(deps),
  ...lifeControlRoutes(deps),
  ...webhookControlRoutes(deps),
  listRoute(deps),
  ...ticketRoutes(deps),
  closeDealRoute(deps),
  failPaymentRoute(deps),
  ...hubspotControlRoutes(deps),
  ...stripeControlRoutes(deps),
  editPageRoute(deps),
];
