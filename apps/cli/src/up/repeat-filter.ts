/** What to do with a line of some kind: nothing, or show it and say how many like it were kept back. */
export type RepeatDecision = { readonly show: false } | { readonly show: true; readonly keptBack: number };

const QUIET_MS = 5_000;

/** Lets a line of each kind through every few seconds: a hundred retries of a second are one piece of news. */
export const makeRepeatFilter = (nowMs: () => number): ((kind: string) => RepeatDecision) => {
  const seen = new Map<string, { readonly shownAtMs: number; readonly keptBack: number }>();
  return (kind) => {
    const last = seen.get(kind);
    if (last !== undefined && nowMs() - last.shownAtMs < QUIET_MS) {
      seen.set(kind, { ...last, keptBack: last.keptBack + 1 });
      return { show: false };
    }
    seen.set(kind, { shownAtMs: nowMs(), keptBack: 0 });
    return { show: true, keptBack: last?.keptBack ?? 0 };
  };
};
