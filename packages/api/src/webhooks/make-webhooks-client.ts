import type { Call } from '../client/call.ts';
import type { RequestInput, ResponseOf } from '../endpoint.ts';
import { countWebhooks, listWebhooks, replayWebhooks, showWebhook } from './endpoints.ts';
import type { WebhookCounts, WebhookDetails, WebhookReplay, WebhookReplayed } from './webhook.ts';

/** What vendors delivered, over HTTP. */
export interface WebhooksClient {
  list(query?: RequestInput<typeof listWebhooks>['query']): Promise<ResponseOf<typeof listWebhooks>>;
  show(id: string): Promise<WebhookDetails>;
  counts(query?: RequestInput<typeof countWebhooks>['query']): Promise<WebhookCounts>;
  /** Asks the vendor again for the objects of events that came. */
  replay(wanted: WebhookReplay): Promise<WebhookReplayed>;
}

/** Five thousand events are written in less. */
const REPLAY_MS = 60_000;

/** The client's part for webhooks. */
export const makeWebhooksClient = (call: Call): WebhooksClient => ({
  list: (query = {}) => call(listWebhooks, { query }),
  show: (id) => call(showWebhook, { params: { id } }),
  counts: (query = {}) => call(countWebhooks, { query }),
  replay: (body) => call(replayWebhooks, { body }, REPLAY_MS),
});
