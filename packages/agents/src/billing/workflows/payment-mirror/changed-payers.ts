import type { TaskContext } from '@sherpa/agent-kit';
import { notePayers, pausedWorkflows, type Db, type MirroredRecord } from '@sherpa/db';
import { z } from 'zod';
import { billingContract } from '../../contract.ts';
import { paymentMirror } from './definition.ts';

const ofPayer = z.object({ customerId: z.string().nullable() });

/** Bills and subscriptions say whose they are. */
const PARTS = new Set(['subscription', 'invoice']);

const payerOf = ({ objectType, externalId, payload }: MirroredRecord): string | null => {
  if (objectType === 'customer') return externalId;
  return PARTS.has(objectType) ? (ofPayer.safeParse(payload).data?.customerId ?? null) : null;
};

/** The Stripe customers whose side of things has changed with these records. */
const payersOf = (records: readonly MirroredRecord[]): readonly string[] =>
  records.flatMap((record) => payerOf(record) ?? []);

/** Keeps which payers have changed, with what made customers of them. */
export const noteChangedPayers = (
  tx: Db,
  tenantId: string,
  records: readonly MirroredRecord[],
): Promise<void> => notePayers(tx, { tenantId, payers: payersOf(records) });

type Asking = Pick<TaskContext, 'settings' | 'enqueue' | 'withTenant'>;

const isPaused = async (ctx: Asking): Promise<boolean> =>
  (await ctx.withTenant(pausedWorkflows)).has(paymentMirror.name);

const mirrorIn = (ctx: Asking, delayMs: number): void =>
  ctx.enqueue(
    billingContract,
    'payments.mirror',
    {},
    { key: 'payments.mirror', onDuplicate: 'replace', delayMs },
  );

/** For what one task did not get to: nothing is gained by gathering more first. */
export const goOnMirroring = async (ctx: Asking): Promise<void> => {
  if (!(await isPaused(ctx))) mirrorIn(ctx, 0);
};

/** One task for all that changes within a window: whoever asks in it asks for the same moment, so that it comes. */
export const askToMirror = async (ctx: Asking, now: Date, leastMs = 0): Promise<void> => {
  // What has changed is noted, for the first sweep after the pause.
  if (await isPaused(ctx)) return;
  const { windowSeconds } = await ctx.settings(paymentMirror);
  const windowMs = windowSeconds * 1_000;
  const untilEndMs = windowMs === 0 ? 0 : windowMs - (now.getTime() % windowMs);
  mirrorIn(ctx, Math.max(untilEndMs, leastMs));
};
