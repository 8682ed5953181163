import { Router, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import type { Work } from '../journal/journal.ts';
import { Refusal } from './refusal.ts';
import type { Answer, Reply } from './reply.ts';
import { deliver } from './deliver.ts';
import { throughLayers, type Layer, type Next, type Route, type VendorRequest } from './route.ts';

export interface MountDeps {
  readonly routes: readonly Route[];
  /** How a request gets to its route. */
  readonly work: Work;
  readonly layers: readonly Layer[];
  readonly parseBody: RequestHandler;
  newRequestId(): string;
  /** Tells what became of a request; `route` is the pattern, so that calls can be counted by it. */
  onReply(call: { method: string; route: string; reply: Reply }): void;
  notFound(request: VendorRequest): Answer;
  /** The body could not be read at all: bad JSON, a wrong encoding. */
  unreadable(request: VendorRequest): Answer;
  broken(request: VendorRequest, err: unknown): Answer;
}

const toVendorRequest = (request: Request, id: string): VendorRequest => ({
  id,
  method: request.method,
  path: `${request.baseUrl}${request.path}`,
  url: request.originalUrl,
  params: Object.fromEntries(Object.entries(request.params).map(([name, value]) => [name, String(value)])),
  query: request.query,
  body: request.body,
  header: (name) => request.get(name),
});

const answering =
  (handle: Route['handle'], broken: MountDeps['broken']): Next =>
  async (request) => {
    try {
      return await handle(request);
    } catch (err) {
      return err instanceof Refusal ? err.answer : broken(request, err);
    }
  };

/** An Express router for one vendor's routes, each behind the vendor's layers. */
export const makeVendorRouter = (deps: MountDeps): Router => {
  const router = Router();
  const run = (pattern: string, handle: Route['handle']) => {
    const next = throughLayers(deps.layers, answering(handle, deps.broken));
    return async (request: Request, response: Response): Promise<void> => {
      const reply = await next(toVendorRequest(request, deps.newRequestId()));
      deps.onReply({ method: request.method, route: pattern, reply });
      deliver(response, reply);
    };
  };
  router.use(deps.parseBody);
  for (const route of deps.routes) {
    router[route.method](
      route.path,
      run(route.path, (request) => deps.work(route, request)),
    );
  }
  router.use(run('(unknown)', deps.notFound));
  // Express tells an error handler by its four parameters.
  router.use((_err: unknown, request: Request, response: Response, _next: NextFunction) =>
    run('(unreadable)', deps.unreadable)(request, response),
  );
  return router;
};
