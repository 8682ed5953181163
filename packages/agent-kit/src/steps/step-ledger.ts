import {
  endEffects,
  intendEffects,
  listSteps,
  saveSteps,
  type Database,
  type EffectEnd,
  type IntendedEffect,
  type NewEffect,
  type NewStep,
  type Step,
} from '@sherpa/db';
import { makeBatcher } from '../engine/batcher.ts';

/** Where attempts remember what they did. Those of concurrent attempts travel together. */
export interface StepLedger {
  read(taskId: string): Promise<readonly Step[]>;
  /** False where the attempt no longer holds its task; nothing is kept then. */
  save(step: NewStep): Promise<boolean>;
  /** Undefined where the attempt no longer holds its task; nothing is kept then. */
  intend(effect: NewEffect): Promise<IntendedEffect | undefined>;
  /** False where the attempt no longer holds its task; nothing is kept then. */
  end(end: EffectEnd): Promise<boolean>;
}

/** Results may be long, and two connections are as many as claims and finishes have. */
const BATCH = { maxBatch: 100, maxConcurrent: 2 };

const readAll = async (db: Database, taskIds: readonly string[]): Promise<Step[][]> => {
  const steps = Map.groupBy(await listSteps(db.engine, taskIds), ({ taskId }) => taskId);
  return taskIds.map((id) => steps.get(id) ?? []);
};

/** The ledger's steps and effects in that database. */
export const makeStepLedger = (db: Database): StepLedger => ({
  read: makeBatcher({ ...BATCH, run: (ids: readonly string[]) => readAll(db, ids) }),
  save: makeBatcher({ ...BATCH, run: (steps: readonly NewStep[]) => saveSteps(db.engine, steps) }),
  intend: makeBatcher({
    ...BATCH,
    run: (effects: readonly NewEffect[]) => intendEffects(db.engine, effects),
  }),
  end: makeBatcher({ ...BATCH, run: (ends: readonly EffectEnd[]) => endEffects(db.engine, ends) }),
});

const ledgers = new WeakMap<Database, StepLedger>();

/** The one that all attempts on that database share. */
export const stepLedgerOf = (db: Database): StepLedger => {
  const ledger = ledgers.get(db) ?? makeStepLedger(db);
  ledgers.set(db, ledger);
  return ledger;
};
