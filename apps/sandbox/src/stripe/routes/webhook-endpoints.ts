import { z } from 'zod';
import { paramOf, type Route } from '../../http/route.ts';
import type { StripeAccount } from '../account.ts';
import { named } from '../kind.ts';
import { webhookEndpointKind } from '../kinds.ts';
import { mergeMetadata, metadataParam } from '../metadata.ts';
import { toWireWebhookEndpoint } from '../objects/wire-session.ts';
import { expandParams, flag, listParam } from '../params.ts';
import { getRoute, listRoute, plainListing } from './reading-routes.ts';
import { writingRoute } from './writing-route.ts';

const PATH = '/v1/webhook_endpoints';

const eventsParam = listParam.pipe(z.array(z.string()).min(1));

const newSchema = z.strictObject({
  ...expandParams,
  url: z.url(),
  enabled_events: eventsParam,
  api_version: z.string().optional(),
  description: z.string().optional(),
  metadata: metadataParam,
});

const changesSchema = z.strictObject({
  ...expandParams,
  url: z.url().optional(),
  enabled_events: eventsParam.optional(),
  disabled: flag.optional(),
  description: z.string().optional(),
  metadata: metadataParam,
});

export const webhookEndpointRoutes = (account: StripeAccount): readonly Route[] => {
  const kind = webhookEndpointKind(account);
  return [
    listRoute(account, kind, { ...plainListing(), isListed: ({ isDeleted }) => !isDeleted }),
    getRoute(account, kind),
    writingRoute(account, {
      path: PATH,
      schema: newSchema,
      run: (params) => {
        const endpoint = account.webhookEndpoints.add({
          id: account.newId('we'),
          created: account.nowSeconds(),
          secret: account.newId('whsec'),
          url: params.url,
          enabledEvents: params.enabled_events,
          apiVersion: params.api_version ?? null,
          description: params.description ?? null,
          metadata: mergeMetadata({}, params.metadata),
          isEnabled: true,
          isDeleted: false,
        });
        return toWireWebhookEndpoint(endpoint, true);
      },
    }),
    writingRoute(account, {
      path: `${PATH}/:id`,
      schema: changesSchema,
      run: (params, _cause, request) => {
        const endpoint = named(kind, paramOf(request, 'id'));
        endpoint.url = params.url ?? endpoint.url;
        endpoint.enabledEvents = params.enabled_events ?? endpoint.enabledEvents;
        endpoint.isEnabled = !(params.disabled ?? !endpoint.isEnabled);
        endpoint.description = params.description ?? endpoint.description;
        endpoint.metadata = mergeMetadata(endpoint.metadata, params.metadata);
        return toWireWebhookEndpoint(endpoint);
      },
    }),
    writingRoute(account, {
      method: 'delete',
      path: `${PATH}/:id`,
      schema: z.strictObject(expandParams),
      run: (_params, _cause, request) => {
        const endpoint = named(kind, paramOf(request, 'id'));
        endpoint.isDeleted = true;
        return { id: endpoint.id, object: 'webhook_endpoint', deleted: true };
      },
    }),
  ];
};
