import { InvalidArgumentError } from 'commander';
import { readDurationMs } from './duration.ts';

/** A moment as `2026-08-01T10:00:00Z`, or as a time that has passed since: `2h`. */
export const parseMoment = (text: string): string => {
  const agoMs = readDurationMs(text);
  const ms = agoMs === undefined ? Date.parse(text) : Date.now() - agoMs;
  if (Number.isNaN(ms)) throw new InvalidArgumentError('Write a moment, or how long ago: 30m, 2h, 1d.');
  return new Date(ms).toISOString();
};
