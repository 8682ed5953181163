import type { Client } from '@sherpa/api';
import { describeError } from '../../output/describe-error.ts';
import type { Display } from '../display.ts';
import type { FleetSettings } from '../process-plan.ts';
import { serverUrl } from '../server-url.ts';
import { pointWebhooks } from './point-webhooks.ts';

/** What a fleet gives to have webhooks pointed at it. */
export interface PointerDeps {
  readonly client: Pick<Client, 'connections'>;
  readonly config: { readonly home: string };
  readonly settings: Pick<FleetSettings, 'gateway' | 'sandbox'>;
  readonly display: Display;
  readonly request: { readonly gentle: AbortSignal };
}

/**
 * Points the webhooks of the fleet's sandbox at its gateway; real vendors are left alone. Where it fails
 * it says so, and the fleet goes on: what changes then comes with the next sync.
 */
export const makeWebhookPointer =
  ({ client, config, settings, display, request }: PointerDeps): (() => Promise<void>) =>
  async () => {
    if (settings.sandbox === undefined) return;
    try {
      await pointWebhooks({
        client,
        home: config.home,
        gatewayUrl: serverUrl(settings.gateway),
        sandboxUrl: serverUrl(settings.sandbox),
        signal: request.gentle,
      });
      display.good('the sandbox sends its webhooks to the gateway');
    } catch (err) {
      if (request.gentle.aborted) return;
      display.bad('The sandbox sends no webhooks; changes come with the next sync.');
      for (const line of describeError(err)) display.line(line);
    }
  };
