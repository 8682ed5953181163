import { postHandshakeConfirm } from './api/connections/by-id/handshakes/by-id/confirm/post.ts';
import { getHandshakes } from './api/connections/by-id/handshakes/get.ts';
import { getWebhookById } from './api/webhooks/by-id/get.ts';
import { getWebhookCounts } from './api/webhooks/counts/get.ts';
import { getWebhooks } from './api/webhooks/get.ts';
import { postWebhookReplay } from './api/webhooks/replay/post.ts';
import type { RouteDeps } from './deps.ts';

/** Who answers what is asked of webhooks; counts before an id, which their path could be. */
export const makeWebhookHandlers = (deps: RouteDeps) => ({
  listWebhooks: getWebhooks(deps),
  countWebhooks: getWebhookCounts(deps),
  showWebhook: getWebhookById(deps),
  replayWebhooks: postWebhookReplay(deps),
  listHandshakes: getHandshakes(deps),
  confirmHandshake: postHandshakeConfirm(deps),
});
