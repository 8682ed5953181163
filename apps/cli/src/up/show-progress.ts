import type { Display } from './display.ts';
import { toProgressLines, toWorkLine } from './progress-lines.ts';
import type { Snapshot } from './watch-fleet.ts';

const PLAIN_EVERY_MS = 2_000;

/** Draws each snapshot where a person watches; else a line now and then, when something has changed. */
export const makeProgressView = (display: Display, nowMs: () => number): ((snapshot: Snapshot) => void) => {
  if (display.isLive) return (snapshot) => display.progress(toProgressLines(snapshot));
  let last = '';
  let lastAtMs = Number.NEGATIVE_INFINITY;
  return (snapshot) => {
    const line = toWorkLine(snapshot);
    if (line === last || nowMs() - lastAtMs < PLAIN_EVERY_MS) return;
    last = line;
    lastAtMs = nowMs();
    display.progress([line]);
  };
};
