import { routes, type Budget } from '@sherpa/api';
import type { BudgetState } from '@sherpa/core';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';

const momentOrNull = (date: Date | null): string | null => date?.toISOString() ?? null;

const toBudget = ({ account, closedUntil, circuit, windows }: BudgetState): Budget => ({
  vendor: account.vendor,
  connectionId: account.id,
  closedUntil: momentOrNull(closedUntil),
  circuit: { ...circuit, until: momentOrNull(circuit.until) },
  windows: windows.map((window) => ({ ...window, closedUntil: momentOrNull(window.closedUntil) })),
});

/** Accounts of other tenants are not shown; those that the whole installation works on are everybody's. */
export const getBudgets = ({ queue }: Pick<RouteDeps, 'queue'>) =>
  defineHandler(routes.listBudgets, async (_request, caller) => {
    const tenantId = await caller.tenantId();
    const all = await queue.budgets.read();
    const own = all.filter(({ account }) => account.tenantId === null || account.tenantId === tenantId);
    return { budgets: own.map(toBudget).toSorted(byVendor) };
  });

const byVendor = (a: Budget, b: Budget): number =>
  `${a.vendor} ${a.connectionId}`.localeCompare(`${b.vendor} ${b.connectionId}`);
