import type { BudgetState, BudgetWindowState, CircuitState } from '@sherpa/core';
import { z } from 'zod';
import { reservedRing, type BudgetBook } from './budget-store.ts';
import { toldWindows } from './told-window.ts';

const ownerSchema = z.object({ id: z.string(), vendor: z.string(), tenantId: z.string().nullable() });

const causeSchema = z.enum(['failing', 'unauthorized']).nullable().catch(null);

/** A moment of the book that is still to come. */
const laterOrNull = ({ fields, nowMs }: BudgetBook, field: string): Date | null => {
  const ms = Number(fields[field] ?? 0);
  return ms > nowMs ? new Date(ms) : null;
};

const toCircuit = (book: BudgetBook): CircuitState => {
  if (book.fields['cu'] === undefined) return { state: 'closed', cause: null, until: null };
  const until = laterOrNull(book, 'cu');
  return {
    state: until === null ? 'half_open' : 'open',
    cause: causeSchema.parse(book.fields['cc'] ?? null),
    until,
  };
};

/** The calls of a ring. Of several in an entry the newest may hold fewer; a book tells how many. */
const callsIn = (book: BudgetBook, ring: string, granule: number): number => {
  const entries = book.entries[ring] ?? 0;
  if (entries === 0 || granule === 1) return entries;
  return (entries - 1) * granule + (book.filled[ring] ?? granule);
};

const toWindows = (book: BudgetBook): readonly BudgetWindowState[] =>
  [...toldWindows(book.fields)].map(([window, { limit, windowMs, granule }]) => {
    const used = callsIn(book, window, granule) + callsIn(book, reservedRing(window), granule);
    return {
      window,
      limit,
      windowMs,
      used: Math.min(used, limit),
      closedUntil: laterOrNull(book, `c:${window}`),
    };
  });

/** An account's book as those read it who want to know how it stands. */
export const toBudgetState = (book: BudgetBook): BudgetState => ({
  account: ownerSchema.parse(JSON.parse(book.account)),
  closedUntil: laterOrNull(book, 'closed'),
  circuit: toCircuit(book),
  windows: toWindows(book).toSorted((a, b) => a.window.localeCompare(b.window)),
});
