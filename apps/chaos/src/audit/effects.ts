import type { EffectLine } from '../ground/sandbox-ground.ts';

/** What the vendors' own books say about the effects of the tasks that completed. */
export interface EffectAudit {
  /** Made, by the books. */
  readonly made: number;
  /** Completed tasks, by vendor, whose effect is in no book. */
  readonly missing: readonly string[];
  readonly duplicates: { readonly stripe: number; readonly hubspot: number };
  readonly duplicateKeys: readonly string[];
  /** Guarded writes that found their own first one: harmless, but `verify` should have spared them. */
  readonly repeatedWrites: number;
}

/** How a task's effect is found in a book. */
const places = {
  stripe: { object: 'customers', prefix: 'metadata.chaos_task=' },
  hubspot: { object: 'tasks', prefix: 'sherpa_key=chaos-' },
} as const;

const linesOf = (vendor: keyof typeof places, books: readonly EffectLine[]): Map<string, EffectLine> => {
  const { object, prefix } = places[vendor];
  return new Map(
    books
      .filter((line) => line.vendor === vendor && line.object === object && line.key.startsWith(prefix))
      .map((line) => [line.key.slice(prefix.length), line]),
  );
};

/** What was made beyond the first time. */
const doublesIn = (lines: Map<string, EffectLine>): number =>
  [...lines.values()].reduce((sum, { creates }) => sum + Math.max(0, creates - 1), 0);

/** Holds the completed tasks against the books. One that was cancelled or failed may have had its effect or not. */
export const auditEffects = (completed: readonly string[], books: readonly EffectLine[]): EffectAudit => {
  const stripe = linesOf('stripe', books);
  const hubspot = linesOf('hubspot', books);
  const all = [...stripe.values(), ...hubspot.values()];
  return {
    made: all.reduce((sum, { creates }) => sum + creates, 0),
    missing: completed.flatMap((id) => [
      ...(stripe.has(id) ? [] : [`stripe ${id}`]),
      ...(hubspot.has(id) ? [] : [`hubspot ${id}`]),
    ]),
    duplicates: { stripe: doublesIn(stripe), hubspot: doublesIn(hubspot) },
    duplicateKeys: all.filter(({ creates }) => creates > 1).map(({ vendor, key }) => `${vendor} ${key}`),
    repeatedWrites: [...hubspot.values()].reduce((sum, { updates }) => sum + updates, 0),
  };
};
