/** Places the jobs of several tenants so that one that enqueues much does not keep the others waiting. */
export interface Lanes {
  /** The rank of a job of so many tasks among those of the same priority: 0 first, at most `MAX_RANK`. */
  rankOf(agent: string, tenantId: string, tasks: number): number;
}

/** BullMQ's priority has 21 bits; ten of them are ours to give to callers, eleven are for this. */
export const MAX_RANK = 2_047;

/** A tenant that has been quiet for so long starts at the front again, in milliseconds. */
const QUIET_MS = 60_000;

/**
 * Above this many tasks ranks grow slower and slower: 1,000 tasks are at half of them, 50,000 near the
 * end. So a few tasks go between the first of a flood, and two floods go side by side.
 */
const HALF_WAY = 1_000;

const rankAt = (ahead: number): number => Math.floor((MAX_RANK * ahead) / (ahead + HALF_WAY));

interface Lane {
  ahead: number;
  lastAt: number;
}

/**
 * Ranks by what a tenant has put in front of itself: its first task since it was quiet comes first, its
 * thousandth after the first thousand of everybody else. It is this process's own view, which costs
 * nothing; a tenant that floods through three processes counts as three. `now` is in milliseconds.
 */
export const makeLanes = (now: () => number): Lanes => {
  const lanes = new Map<string, Lane>();

  const forget = (at: number): void => {
    for (const [key, lane] of lanes) if (at - lane.lastAt > QUIET_MS) lanes.delete(key);
  };

  let forgottenAt = now();
  return {
    rankOf: (agent, tenantId, tasks) => {
      const at = now();
      if (at - forgottenAt > QUIET_MS) {
        forget(at);
        forgottenAt = at;
      }
      const key = `${agent} ${tenantId}`;
      const lane = lanes.get(key);
      const ahead = lane === undefined || at - lane.lastAt > QUIET_MS ? 0 : lane.ahead;
      lanes.set(key, { ahead: ahead + tasks, lastAt: at });
      return rankAt(ahead);
    },
  };
};
