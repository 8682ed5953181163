import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@sherpa/api';
import { NotFoundError } from '@sherpa/core';

const EVERY_MS = 100;
const WITHIN_MS = 15_000;

/** Which token is waited for, where. */
export interface ExpectedHandshake {
  readonly connectionId: string;
  readonly token: string;
  readonly signal: AbortSignal;
}

/**
 * Confirms the token that Notion hands over, as a person would. Anybody can send one: it is the one
 * that the subscription was made with, or none.
 */
export const confirmHandshake = async (
  { connections }: Pick<Client, 'connections'>,
  { connectionId, token, signal }: ExpectedHandshake,
): Promise<void> => {
  const deadlineMs = performance.now() + WITHIN_MS;
  while (performance.now() < deadlineMs) {
    const waiting = await connections.handshakes(connectionId);
    const handshake = waiting.find((one) => one.token === token);
    if (handshake !== undefined) {
      await connections.confirmHandshake(connectionId, handshake.id);
      return;
    }
    await sleep(EVERY_MS, undefined, { signal });
  }
  throw new NotFoundError('The handshake of Notion did not come.');
};
