import type { PlannedCase } from '@sherpa/core';
import type { WorkflowCase } from '@sherpa/db';
import type { Cases } from '../workflows/workflow-access.ts';

/** A case that a dry run looked at or moved. */
export interface SeenCase extends Pick<PlannedCase, 'workflow' | 'key' | 'was' | 'reason'> {
  /** Null where there is none. */
  readonly becomes: PlannedCase['becomes'] | null;
  readonly isMoved: boolean;
}

/** What a dry run sees of cases, and what it does with them. */
export interface SeenCases {
  /** These cases of a workflow, watched. */
  watch(workflow: string, cases: Cases): Cases;
  all(): readonly SeenCase[];
}

export const makeSeenCases = (): SeenCases => {
  const seen = new Map<string, SeenCase>();
  const see = (workflow: string, key: string, now: WorkflowCase | undefined, isMoved: boolean): void => {
    const place = `${workflow} ${key}`;
    const known = seen.get(place);
    const status = now?.status ?? null;
    seen.set(place, {
      workflow,
      key,
      was: known === undefined ? status : known.was,
      becomes: status,
      reason: now?.reason ?? null,
      isMoved: isMoved || known?.isMoved === true,
    });
  };
  const watch = (workflow: string, cases: Cases): Cases => {
    const find = async (key: string): Promise<WorkflowCase | undefined> => {
      const found = await cases.find(key);
      see(workflow, key, found, false);
      return found;
    };
    const moving = async <T extends WorkflowCase | undefined>(
      key: string,
      move: () => Promise<T>,
    ): Promise<T> => {
      await find(key);
      const moved = await move();
      if (moved !== undefined) see(workflow, key, moved, true);
      return moved;
    };
    return {
      find,
      open: (key, about) => moving(key, () => cases.open(key, about)),
      hold: (key, about) => moving(key, () => cases.hold(key, about)),
      note: (key, what) => moving(key, () => cases.note(key, what)),
      close: (key, reason) => moving(key, () => cases.close(key, reason)),
    };
  };
  return { watch, all: () => [...seen.values()] };
};
