import { setTimeout as sleep } from 'node:timers/promises';
import { systemClock, type Vendor } from '@sherpa/core';
import { makeCall, type Call } from '../../call/make-call.ts';

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined };

/** A call that tells nobody, and leaves so much time between two of them. */
export const makeSilentCall = (vendor: Vendor, everyMs = 0): Call => {
  const call = makeCall({ vendor, log: silent, onCall: () => undefined, clock: systemClock });
  let nextAtMs = 0;
  return async (request) => {
    const waitMs = nextAtMs - performance.now();
    nextAtMs = Math.max(performance.now(), nextAtMs) + everyMs;
    if (waitMs > 0) await sleep(waitMs);
    return call(request);
  };
};
