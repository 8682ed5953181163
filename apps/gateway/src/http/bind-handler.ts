import type { Application, RequestHandler } from 'express';
import type { Handler } from './handler.ts';
import type { NotesOf } from './request-notes.ts';
import type { Tenants } from '../tenants.ts';

/** What turns Express's requests into what handlers read. */
export interface BindDeps {
  readonly notesOf: NotesOf;
  readonly tenants: Tenants;
  /** Aborted when the gateway stops. */
  readonly stopping: AbortSignal;
}

const TENANT_HEADER = 'x-sherpa-tenant';

const toMiddleware = ({ route, handle }: Handler, deps: BindDeps): RequestHandler => {
  const operation = `${route.method} ${route.path}`;
  return async (req, res) => {
    deps.notesOf(req).operation = operation;
    const gone = new AbortController();
    res.once('close', () => gone.abort());
    const answer = await handle(req, {
      tenantId: () => deps.tenants.idOf(req.get(TENANT_HEADER)),
      signal: AbortSignal.any([deps.stopping, gone.signal]),
    });
    res.status(route.status ?? 200).set('Cache-Control', 'no-store');
    if (route.contentType === undefined) res.json(answer);
    else res.type(route.contentType).send(answer);
  };
};

/** Lets the app answer at each handler's method and path. */
export const bindHandlers = (app: Application, handlers: readonly Handler[], deps: BindDeps): void => {
  for (const handler of handlers) {
    app[handler.route.method](handler.route.path, toMiddleware(handler, deps));
  }
};
