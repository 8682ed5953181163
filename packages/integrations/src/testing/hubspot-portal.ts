import { systemClock } from '@sherpa/core';
import { startSandbox } from '@sherpa/devstack';
import { makeCall } from '../call/make-call.ts';
import { makeHubSpot, type HubSpot, type HubSpotOptions } from '../hubspot/index.ts';

/** A sandbox's portal with a client, and the ways to turn it. */
export interface HubSpotPortal {
  readonly hubspot: HubSpot;
  /** A client with a token of its own, or with properties of the portal's. */
  makeClient(options?: Partial<Pick<HubSpotOptions, 'accessToken' | 'customProperties'>>): HubSpot;
  /** A call to `/_sandbox`, and the JSON it answers with. */
  control(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown>;
  stop(): Promise<void>;
}

const TOKEN = 'pat-testing';

const UNLIMITED = { hubspot: { per10Seconds: null, searchPerSecond: null, searchLagMs: 0 } };

/** Starts a sandbox of this many contacts without limits and without a lag, unless they are set. */
export const startHubSpotPortal = async (contacts: number): Promise<HubSpotPortal> => {
  const sandbox = await startSandbox({
    port: 0,
    contacts,
    env: { SANDBOX_HUBSPOT_TOKEN: TOKEN, LOG_LEVEL: 'warn' },
  });
  const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  const call = makeCall({ vendor: 'hubspot', log: silent, onCall: () => undefined, clock: systemClock });
  const makeClient: HubSpotPortal['makeClient'] = (options = {}) =>
    makeHubSpot({ accessToken: TOKEN, baseUrl: sandbox.url, call, ...options });
  const control: HubSpotPortal['control'] = async (method, path, body) => {
    const answer = await fetch(new URL(`/_sandbox/${path}`, sandbox.url), {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json: unknown = text === '' ? undefined : JSON.parse(text);
    if (!answer.ok) throw new Error(`The sandbox refused ${path}: ${text}`);
    return json;
  };
  await control('POST', 'limits', UNLIMITED);
  return {
    hubspot: makeClient(),
    makeClient,
    control,
    stop: async () => {
      await sandbox.stop();
    },
  };
};
