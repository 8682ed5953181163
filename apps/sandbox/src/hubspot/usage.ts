import { makeRollingWindow, type RollingWindow } from '../limits/rolling-window.ts';
import type { Limits } from '../limits/settings.ts';

/** How much of the portal's windows is used. */
export interface Usage {
  readonly burst: RollingWindow;
  readonly search: RollingWindow;
  readonly day: RollingWindow;
}

export const BURST_MS = 10_000;
const SECOND_MS = 1_000;
export const DAY_MS = 86_400_000;

export const makeUsage = ({
  limits,
  nowMs,
}: {
  readonly limits: Limits['hubspot'];
  nowMs(): number;
}): Usage => ({
  burst: makeRollingWindow({ windowMs: BURST_MS, max: () => limits.per10Seconds, nowMs }),
  search: makeRollingWindow({ windowMs: SECOND_MS, max: () => limits.searchPerSecond, nowMs }),
  day: makeRollingWindow({ windowMs: DAY_MS, max: () => limits.perDay, nowMs }),
});
