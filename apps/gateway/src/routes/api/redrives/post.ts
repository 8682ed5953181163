import { routes } from '@sherpa/api';
import { listFailures, startRedrive } from '@sherpa/db';
import { defineHandler } from '../../../http/handler.ts';
import { checkNames } from '../../check-names.ts';
import type { RouteDeps } from '../../deps.ts';
import { toFailureGroup, toRedrive } from '../../failures-to-wire.ts';

/** Kinds of failures that are told of; an operator who sees as many narrows the filter first. */
const MAX_KINDS = 200;

export const postRedrive = ({ db, contracts }: Pick<RouteDeps, 'db' | 'contracts'>) =>
  defineHandler(routes.startRedrive, async ({ body: { filter, dryRun, perSecond, stopAt } }, caller) => {
    const tenantId = await caller.tenantId();
    return db.withTenant(tenantId, async (tx) => {
      const groups = await listFailures(tx, filter, MAX_KINDS);
      if (groups.length === 0) checkNames(contracts, filter);
      const failures = groups.map(toFailureGroup);
      const sum = groups.reduce((all, { count }) => all + count, 0);
      if (dryRun) return { matched: sum, failures, redrive: null };
      const redrive = await startRedrive(tx, { tenantId, filter, perSecond, stopAt });
      return { matched: redrive.matched, failures, redrive: toRedrive(redrive) };
    });
  });
