import type { Budget } from '@sherpa/api';
import { describeDuration, describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';

const columns = [
  { title: 'VENDOR' },
  { title: 'CONNECTION' },
  { title: 'WINDOW' },
  { title: 'USED', align: 'right' },
  { title: 'LIMIT', align: 'right' },
  { title: 'IN' },
  { title: 'CLOSED' },
  { title: 'CIRCUIT' },
] as const;

/** The later of two moments, as people read it. */
const describeClosed = (moments: readonly (string | null)[], now: Date): string => {
  const latest = moments
    .filter((moment) => moment !== null)
    .toSorted()
    .at(-1);
  return latest === undefined ? '-' : `opens ${describeMoment(latest, now)}`;
};

const describeCircuit = ({ circuit }: Budget, now: Date): string => {
  if (circuit.state === 'closed') return 'closed';
  const why = circuit.cause === 'unauthorized' ? 'credentials refused' : 'failing';
  const when = circuit.until === null ? 'being tried' : `tried ${describeMoment(circuit.until, now)}`;
  return `open: ${why}, ${when}`;
};

/** A line for each window. */
export const toBudgetTable = (budgets: readonly Budget[], now: Date): readonly string[] =>
  toTable(
    columns,
    budgets.flatMap((budget) =>
      budget.windows.map((window) => [
        budget.vendor,
        budget.connectionId,
        window.window,
        String(window.used),
        String(window.limit),
        describeDuration(window.windowMs),
        describeClosed([budget.closedUntil, window.closedUntil], now),
        describeCircuit(budget, now),
      ]),
    ),
  );
