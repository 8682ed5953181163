import type { Budgets, BudgetState } from '@sherpa/core';
import type { LabelledValue, Metrics } from '@sherpa/telemetry';

const MS_PER_SECOND = 1_000;

const windowValues = (
  budgets: readonly BudgetState[],
  valueOf: (window: BudgetState['windows'][number], budget: BudgetState) => number,
): LabelledValue[] =>
  budgets.flatMap((budget) =>
    budget.windows.map((window) => ({
      labels: { vendor: budget.account.vendor, connection: budget.account.id, window: window.window },
      value: valueOf(window, budget),
    })),
  );

const closedSeconds = (until: readonly (Date | null)[], now: number): number =>
  Math.max(0, ...until.map((date) => ((date?.getTime() ?? now) - now) / MS_PER_SECOND));

/** The gauges of one scrape ask at the same time, and for the same. */
const makeSharedRead = (budgets: Pick<Budgets, 'read'>): Budgets['read'] => {
  let current: ReturnType<Budgets['read']> | undefined;
  return async () => {
    current ??= budgets.read().finally(() => {
      current = undefined;
    });
    return current;
  };
};

/** Has every scrape tell how far each budget is used, what is closed, and whose circuit is open. */
export const watchBudgets = (metrics: Metrics, budgets: Pick<Budgets, 'read'>): void => {
  const read = makeSharedRead(budgets);
  const labelNames = ['vendor', 'connection', 'window'];
  metrics.watchMany({
    name: 'sherpa_budget_used',
    help: 'Calls that count in a window of an account at a vendor.',
    labelNames,
    read: async () => windowValues(await read(), ({ used }) => used),
  });
  metrics.watchMany({
    name: 'sherpa_budget_limit',
    help: 'Calls that the window allows.',
    labelNames,
    read: async () => windowValues(await read(), ({ limit }) => limit),
  });
  metrics.watchMany({
    name: 'sherpa_budget_closed_seconds',
    help: 'For how long the vendor asked to be left alone.',
    labelNames,
    read: async () =>
      windowValues(await read(), (window, budget) =>
        closedSeconds([window.closedUntil, budget.closedUntil], Date.now()),
      ),
  });
  metrics.watchMany({
    name: 'sherpa_circuit_open',
    help: '1 while an account at a vendor is left alone because its calls fail.',
    labelNames: ['vendor', 'connection', 'cause'],
    read: async () =>
      (await read()).map(({ account, circuit }) => ({
        labels: { vendor: account.vendor, connection: account.id, cause: circuit.cause ?? 'none' },
        value: circuit.state === 'closed' ? 0 : 1,
      })),
  });
};
