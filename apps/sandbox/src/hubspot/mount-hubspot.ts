import { newId } from '@sherpa/core';
import express, { type Router } from 'express';
import type { Books } from '../books.ts';
import { makeFaultLayer } from '../faults/fault-layer.ts';
import type { FaultList } from '../faults/fault-list.ts';
import { makeVendorRouter } from '../http/mount.ts';
import { plainWork, type Journal } from '../journal/journal.ts';
import { makeAuthLayer } from './auth-layer.ts';
import { errorAnswer, tooManyAnswer } from './errors.ts';
import { hubspotRoutes } from './hubspot-routes.ts';
import type { HubSpot } from './hubspot.ts';
import { makeLimitLayer } from './limit-layer.ts';
import { makeScopeLayer } from './scope-layer.ts';
import { urlLengthLayer } from './url-length-layer.ts';

export interface MountHubSpotDeps {
  readonly hubspot: HubSpot;
  readonly token: string;
  readonly faults: FaultList;
  readonly books: Books;
  readonly journal?: Journal | undefined;
  onBroken(err: unknown): void;
}

/** HubSpot: who you are, how fast you ask, what you may see, what goes wrong, then the route. */
export const mountHubSpot = ({
  hubspot,
  token,
  faults,
  books,
  journal,
  onBroken,
}: MountHubSpotDeps): Router => {
  hubspot.access.rotate(token);
  const routes = hubspotRoutes(hubspot);
  return makeVendorRouter({
    routes,
    work: journal?.workOf('hubspot', routes) ?? plainWork,
    layers: [
      urlLengthLayer,
      makeAuthLayer(hubspot),
      makeLimitLayer(hubspot),
      makeScopeLayer(hubspot),
      makeFaultLayer({ vendor: 'hubspot', faults, tooMany: () => tooManyAnswer('TEN_SECONDLY_ROLLING') }),
    ],
    parseBody: express.json({ limit: '5mb' }),
    newRequestId: newId,
    onReply: (call) => books.noteCall('hubspot', call),
    notFound: () => errorAnswer(404, 'OBJECT_NOT_FOUND', 'resource not found'),
    unreadable: () => errorAnswer(400, 'VALIDATION_ERROR', 'Invalid input JSON'),
    broken: (_request, err) => {
      onBroken(err);
      return errorAnswer(500, 'INTERNAL_ERROR', 'internal error');
    },
  });
};
