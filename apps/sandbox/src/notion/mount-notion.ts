import { newId } from '@sherpa/core';
import express, { type Router } from 'express';
import type { Books } from '../books.ts';
import { makeFaultLayer } from '../faults/fault-layer.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { makeVendorRouter } from '../http/mount.ts';
import { plainWork, type Journal } from '../journal/journal.ts';
import { answerOfStatus, errorAnswer, tooManyAnswer } from './errors.ts';
import { makeAuthLayer } from './layers/auth-layer.ts';
import { headerLayer } from './layers/header-layer.ts';
import { makeLimitLayer } from './layers/limit-layer.ts';
import { sizeLayer } from './layers/size-layer.ts';
import { versionLayer } from './layers/version-layer.ts';
import { makeWriteLayer } from './layers/write-layer.ts';
import { notionRoutes } from './notion-routes.ts';
import type { NotionWorkspace } from './workspace.ts';

export interface MountNotionDeps {
  readonly workspace: NotionWorkspace;
  readonly token: string;
  readonly faults: FaultList;
  readonly books: Books;
  readonly journal?: Journal | undefined;
  onBroken(err: unknown): void;
}

/** Notion: who you are, which version you speak, how fast and how much, who else writes, what goes wrong. */
export const mountNotion = ({
  workspace,
  token,
  faults,
  books,
  journal,
  onBroken,
}: MountNotionDeps): Router => {
  const routes = notionRoutes(workspace);
  return makeVendorRouter({
    routes,
    work: journal?.workOf('notion', routes) ?? plainWork,
    layers: [
      headerLayer,
      makeAuthLayer({ token }),
      versionLayer,
      makeLimitLayer({ limits: workspace.limits, nowMs: workspace.nowMs }),
      sizeLayer,
      makeWriteLayer(workspace, journal?.templates ?? ((write) => write())),
      makeFaultLayer({ vendor: 'notion', faults, tooMany: tooManyAnswer, ofStatus: answerOfStatus }),
    ],
    parseBody: express.json({ limit: '5mb' }),
    newRequestId: newId,
    onReply: (call) => books.noteCall('notion', call),
    notFound: () => errorAnswer('invalid_request_url', 'Invalid request URL.'),
    unreadable: () => errorAnswer('invalid_json', 'Error parsing JSON body.'),
    broken: (_request, err) => {
      onBroken(err);
      return errorAnswer('internal_server_error', 'Unexpected error occurred.');
    },
  });
};
