import { newId, toAppError, ValidationError, workOf, type Contract } from '@sherpa/core';
import {
  declareSchedules,
  findUndeclared,
  forgetUndeclared,
  readNow,
  type Database,
  type DeclaredSchedule,
  type UndeclaredSchedule,
} from '@sherpa/db';
import type { Logger } from '@sherpa/telemetry';
import { firstFiring } from './first-firing.ts';

export interface DeclareDeps {
  readonly db: Pick<Database, 'engine'>;
  readonly contracts: readonly Contract[];
  readonly log: Logger;
}

const schedulesOf = (contracts: readonly Contract[]): DeclaredSchedule[] =>
  contracts
    .flatMap(workOf)
    .flatMap(({ agent, type, schedule }) =>
      schedule === undefined ? [] : [{ agent, type, terms: schedule }],
    );

const begin = (log: Logger, { tenantId, declared }: UndeclaredSchedule, now: Date) => {
  const id = newId();
  try {
    return [{ id, tenantId, declared, next: firstFiring(id, declared.terms, now) }];
  } catch (err) {
    if (!(err instanceof ValidationError)) throw err;
    const { agent, type } = declared;
    log.error('A contract declares a schedule that cannot be kept.', { agent, type, error: toAppError(err) });
    return [];
  }
};

/** Gives every tenant the schedules that contracts declare, and drops those that they do not any more. */
export const declareContracts = async ({ db, contracts, log }: DeclareDeps): Promise<void> => {
  const schedules = schedulesOf(contracts);
  await forgetUndeclared(db.engine, schedules);
  const missing = await findUndeclared(db.engine, schedules);
  if (missing.length === 0) return;
  const now = await readNow(db.engine);
  await declareSchedules(
    db.engine,
    missing.flatMap((one) => begin(log, one, now)),
  );
};
