import { InvalidArgumentError } from 'commander';

const UNIT_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/u;

/** Milliseconds of `500`, `500ms`, `10s`, `1.5m`, `2h` or `1d`; undefined for anything else. */
export const readDurationMs = (text: string): number | undefined => {
  const [, amount, unit = 'ms'] = DURATION.exec(text.trim()) ?? [];
  const unitMs = UNIT_MS[unit];
  return amount === undefined || unitMs === undefined ? undefined : Math.round(Number(amount) * unitMs);
};

/** The same for an option of the command line. */
export const parseDurationMs = (text: string): number => {
  const ms = readDurationMs(text);
  if (ms === undefined) throw new InvalidArgumentError('Write a time such as 500ms, 10s, 5m, 2h or 1d.');
  return ms;
};
