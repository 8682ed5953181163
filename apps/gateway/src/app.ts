import { systemClock, type Contract } from '@sherpa/core';
import type { Database } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import express, { type Application } from 'express';
import { requireKey } from './auth/require-key.ts';
import { BOARD_PATH, makeBoard } from './board/make-board.ts';
import { withoutForeignFonts } from './board/without-foreign-fonts.ts';
import { answerError, refuseUnknownPath } from './http/answer-error.ts';
import { bindHandlers } from './http/bind-handler.ts';
import { readJsonBody } from './http/json-body.ts';
import { logRequests } from './http/request-log.ts';
import { makeNotes } from './http/request-notes.ts';
import { securityHeaders } from './http/security-headers.ts';
import type { RouteDeps } from './routes/deps.ts';
import { makeHandlers } from './routes/handlers.ts';
import { makeTenants } from './tenants.ts';
import { makeInbox } from './webhooks/make-inbox.ts';
import type { WebhookCounts } from './webhooks/webhook-counts.ts';
import { webhookRoute } from './webhooks/webhook-route.ts';

/** What the gateway's app is made of. */
export interface GatewayAppDeps {
  readonly db: Pick<Database, 'engine' | 'hot' | 'withTenant' | 'ping'>;
  readonly queue: Pick<Queue, 'kind' | 'counts' | 'remove' | 'ping' | 'boardQueue' | 'budgets'>;
  readonly contracts: readonly Contract[];
  readonly enqueue: RouteDeps['enqueue'];
  readonly enqueueIn: RouteDeps['enqueueIn'];
  readonly dispatch: RouteDeps['dispatch'];
  readonly scheduler: RouteDeps['scheduler'];
  readonly vault: RouteDeps['vault'];
  readonly askVendor: RouteDeps['askVendor'];
  readonly rotateKeys: RouteDeps['rotateKeys'];
  readonly log: Logger;
  readonly metricsText: RouteDeps['metricsText'];
  readonly webhookCounts: WebhookCounts;
  /** Where vendors reach this gateway, without a slash at the end. */
  readonly publicUrl: () => string;
  readonly apiKey: string;
  /** Whom a request acts for that does not say. */
  readonly tenantSlug: string;
  /** Aborted when the gateway stops, so that nobody goes on waiting for a task. */
  readonly stopping: AbortSignal;
}

/** Makes the app: health is open, everything else is behind the key. */
export const makeGatewayApp = (deps: GatewayAppDeps): Application => {
  const { db, log, apiKey } = deps;
  const notesOf = makeNotes();
  const handlers = Object.values(makeHandlers(deps));
  const bindDeps = {
    notesOf,
    tenants: makeTenants({ db, ownSlug: deps.tenantSlug }),
    stopping: deps.stopping,
  };
  const app = express();
  app.set('etag', false);
  app.use(securityHeaders(), logRequests({ notesOf, log }));
  bindHandlers(
    app,
    handlers.filter(({ route }) => route.open === true),
    bindDeps,
  );
  const inbox = makeInbox({ ...deps, counts: deps.webhookCounts, clock: systemClock });
  app.use(webhookRoute({ inbox, notesOf, publicUrl: deps.publicUrl }));
  app.use(requireKey(apiKey));
  app.use(
    BOARD_PATH,
    (req, _res, next) => {
      notesOf(req).operation = 'board';
      next();
    },
    withoutForeignFonts,
    makeBoard(deps),
  );
  app.use(readJsonBody());
  bindHandlers(
    app,
    handlers.filter(({ route }) => route.open !== true),
    bindDeps,
  );
  app.use(refuseUnknownPath, answerError({ notesOf, log }));
  return app;
};
