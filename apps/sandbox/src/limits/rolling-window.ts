/** How many calls were made in the last stretch of time, and whether one more may be. */
export interface RollingWindow {
  /** Counts a call when there is room and says so; a refused call is not counted. */
  take(): boolean;
  remaining(): number;
  /** How long until there is room again. */
  opensInMs(): number;
}

export interface RollingWindowDeps {
  readonly windowMs: number;
  /** Calls per window; null is no limit. Read at every call, so that it can be changed while running. */
  max(): number | null;
  nowMs(): number;
}

export const makeRollingWindow = (deps: RollingWindowDeps): RollingWindow => {
  let calls: number[] = [];
  const forget = () => {
    const since = deps.nowMs() - deps.windowMs;
    const firstKept = calls.findIndex((at) => at > since);
    if (firstKept !== 0) calls = firstKept === -1 ? [] : calls.slice(firstKept);
  };
  return {
    take: () => {
      const max = deps.max();
      if (max === null) return true;
      forget();
      if (calls.length >= max) return false;
      calls.push(deps.nowMs());
      return true;
    },
    remaining: () => {
      forget();
      return Math.max((deps.max() ?? Number.MAX_SAFE_INTEGER) - calls.length, 0);
    },
    opensInMs: () => {
      forget();
      const oldest = calls[0];
      const isOpen = calls.length < (deps.max() ?? Number.MAX_SAFE_INTEGER);
      return isOpen || oldest === undefined ? 0 : Math.max(oldest + deps.windowMs - deps.nowMs(), 0);
    },
  };
};
