import { createHash } from 'node:crypto';
import { idFrom } from '@sherpa/core';

/** Bytes that belong to this tick of this schedule: whoever asks, whenever, gets the same. */
const hashOf = (scheduleId: string, tick: Date, purpose: string): Buffer =>
  createHash('sha256').update(`${purpose} ${scheduleId} ${tick.toISOString()}`).digest();

/** The id of the task that a tick makes, for that connection; a tick that is fired again makes the same one. */
export const tickTaskId = (scheduleId: string, tick: Date, connectionId?: string): string =>
  idFrom(
    tick.getTime(),
    hashOf(scheduleId, tick, connectionId === undefined ? 'task' : `task of ${connectionId}`),
  );

/** A fraction below 1 that belongs to this tick. */
export const tickFraction = (scheduleId: string, tick: Date): number =>
  hashOf(scheduleId, tick, 'jitter').readUInt32BE() / 2 ** 32;
