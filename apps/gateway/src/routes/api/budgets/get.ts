import { routes, type Budget } from '@sherpa/api';
import type { BudgetState } from '@sherpa/core';
import { listConnections, type Connection } from '@sherpa/db';
import { toBudgetWindows, limitsOf, settingsProblems } from '@sherpa/integrations/settings';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';

const momentOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

const toBudget = ({ account, closedUntil, circuit, windows }: BudgetState, limitOf: LimitOf): Budget => ({
  vendor: account.vendor,
  connectionId: account.id,
  closedUntil: momentOrNull(closedUntil),
  circuit: { ...circuit, until: momentOrNull(circuit.until) },
  windows: windows.map((window) => ({
    ...window,
    limit: limitOf(account.id, window),
    closedUntil: momentOrNull(window.closedUntil),
  })),
});

/** More connections than that show what their last call was made with. */
const MOST_CONNECTIONS = 1_000;

type LimitOf = (accountId: string, window: BudgetState['windows'][number]) => number;

/** Stripe's key tells the mode where the settings do not; keys are not opened to look at a budget. */
const isKnown = ({ vendor, settings }: Connection): boolean =>
  vendor !== 'stripe' || 'mode' in settings || 'perSecond' in settings;

/** The limits as the connections' settings have them now; the store knows those of the last call. */
const limitsAsSet = (connections: readonly Connection[]): LimitOf => {
  const usable = connections.filter(
    ({ vendor, settings }) => settingsProblems(vendor, settings).length === 0,
  );
  const limits = new Map(
    usable.filter(isKnown).map(({ id, vendor, settings }) => [id, limitsOf(vendor, settings)]),
  );
  return (accountId, { window, limit }) => {
    const set = limits.get(accountId);
    const [now] = set === undefined ? [] : toBudgetWindows(set, [window]);
    return now?.limit ?? limit;
  };
};

/** Accounts of other tenants are not shown; those that the whole installation works on are everybody's. */
export const getBudgets = ({ queue, db }: Pick<RouteDeps, 'queue' | 'db'>) =>
  defineHandler(routes.listBudgets, async (_request, caller) => {
    const tenantId = await caller.tenantId();
    const all = await queue.budgets.read();
    const own = all.filter(({ account }) => account.tenantId === null || account.tenantId === tenantId);
    const connections = await db.withTenant(tenantId, (tx) =>
      listConnections(tx, { limit: MOST_CONNECTIONS }),
    );
    const limitOf = limitsAsSet(connections);
    return { budgets: own.map((budget) => toBudget(budget, limitOf)).toSorted(byVendor) };
  });

const byVendor = (a: Budget, b: Budget): number =>
  `${a.vendor} ${a.connectionId}`.localeCompare(`${b.vendor} ${b.connectionId}`);
