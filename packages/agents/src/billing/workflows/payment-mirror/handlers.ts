import type { Handlers, TaskContext } from '@sherpa/agent-kit';
import type { Clock } from '@sherpa/core';
import {
  listNotedPayers,
  noteMovedPayers,
  notePayers,
  readPaymentStates,
  settlePayers,
  type PaymentState,
  type SettledPayers,
  type WorkflowCase,
} from '@sherpa/db';
import { liveCases } from '../../../casework/live-cases.ts';
import { company } from '../../../company.ts';
import { areCustomersSettled } from '../../../customers-settled.ts';
import { lookLater } from '../../../look-later.ts';
import type { BillingContract } from '../../contract.ts';
import { isAnotherAtWork } from './another-at-work.ts';
import { askToMirror, goOnMirroring } from './changed-payers.ts';
import { paymentMirror, type paymentMirrorTasks } from './definition.ts';
import { keyOf, write, type Place, type Write } from './write.ts';
import { differing, isMixed, valuesOf, type ValueRules } from './values.ts';

type Context = TaskContext<BillingContract, 'payments.mirror'>;

/** Of one task; at each object of HubSpot's there is at least one payer, so they are a few hundreds at most. */
const MOST_PAYERS = 500;
/** After which it is looked again whether contacts, companies and payers were read for the first time. */
const FIRST_SYNC_MS = 2_000;
const FIRST_REST_MS = 250;

const MIXED = 'Its revenue comes in several currencies, so that there is no one number.';
const REFUSED = 'HubSpot refuses what is to be written on it.';

const hold = (ctx: Context, place: Place, reason: string) =>
  ctx.cases(paymentMirror).hold(keyOf(place), { subject: { [place.objectType]: place.objectId }, reason });

const toWrite = (state: PaymentState, rules: ValueRules): Write => {
  const values = valuesOf(state, rules);
  const { objectType, objectId, payers, written, writtenAt } = state;
  const seenAt = writtenAt?.toISOString() ?? null;
  const changes = differing(values, written);
  return { objectType, objectId, payers, seenAt, values: { ...values }, changes };
};

/** What there is to do, as of one moment: a later attempt does the same. Null while it is not known whose the payers are. */
const plan = async (ctx: Context) => {
  const { timeZone, currency } = await ctx.settings(company);
  const { severalCurrencies } = await ctx.settings(paymentMirror);
  const rules = { timeZone, currency, severalCurrencies };
  return ctx.step('plan', () =>
    ctx.withTenant(async (tx) => {
      // Here, where this task is written down as one that runs.
      if (await isAnotherAtWork(tx, ctx.task))
        throw lookLater('Another task writes the same.', ctx.task.attempt, FIRST_REST_MS);
      if (!(await areCustomersSettled(tx, ctx.task.tenantId))) return null;
      const noted = await listNotedPayers(tx, MOST_PAYERS);
      const { readAt, states } = await readPaymentStates(
        tx,
        noted.map(({ payer }) => payer),
      );
      const writes = states.map((state) => toWrite(state, rules));
      return {
        readAt,
        payers: noted.map(({ payer, mark }) => ({ payer, mark })),
        writes: writes.filter(({ changes }) => Object.keys(changes).length > 0).map((one) => ({ ...one })),
        mixed: states.filter(isMixed).map(({ objectType, objectId }) => ({ objectType, objectId })),
        clear: states.filter((state) => !isMixed(state)).map(keyOf),
      };
    }),
  );
};

/** What was held for a reason that is gone. */
const closeSettled = async (
  ctx: Context,
  clear: readonly string[],
  refused: readonly Write[],
): Promise<void> => {
  const still = new Set(refused.map(keyOf));
  const isSettled = ({ key }: WorkflowCase): boolean => clear.includes(key) && !still.has(key);
  for await (const page of liveCases(ctx, paymentMirror))
    for (const { key } of page.filter(isSettled)) await ctx.cases(paymentMirror).close(key, 'settled');
};

/** True where another task wrote at the same time, so that it has to be looked at once more. */
const settle = (
  ctx: Context,
  done: Pick<SettledPayers, 'readAt' | 'payers'> & { readonly written: readonly Write[] },
): Promise<boolean> => {
  const { tenantId } = ctx.task;
  return ctx.withTenant(async (tx) => {
    const unsure = new Set(await settlePayers(tx, { tenantId, ...done }));
    const again = done.written.filter(({ objectId }) => unsure.has(objectId));
    await notePayers(tx, { tenantId, payers: again.flatMap(({ payers }) => payers) });
    return again.length > 0;
  });
};

interface PaymentMirrorDeps {
  readonly clock: Clock;
}

/** Mirrors what Stripe says of who pays to HubSpot. */
export const makePaymentMirror = ({
  clock,
}: PaymentMirrorDeps): Pick<Handlers<BillingContract>, keyof typeof paymentMirrorTasks> => ({
  'payments.mirror': async (ctx) => {
    const planned = await plan(ctx);
    if (planned === null) {
      await askToMirror(ctx, clock.now(), FIRST_SYNC_MS);
      return { payers: 0, written: 0, refused: 0 };
    }
    const { readAt, payers, writes, mixed, clear } = planned;
    if (payers.length === 0) ctx.log.debug('No payer has changed since the last time.');
    const refused = await write(ctx, writes);
    for (const one of refused) await hold(ctx, one, REFUSED);
    const { severalCurrencies } = await ctx.settings(paymentMirror);
    if (severalCurrencies === 'hold') for (const one of mixed) await hold(ctx, one, MIXED);
    const written = writes.filter((one) => !refused.includes(one));
    const unsure = await settle(ctx, { readAt, payers, written });
    await closeSettled(ctx, clear, refused);
    if (payers.length === MOST_PAYERS) await goOnMirroring(ctx);
    else if (unsure) await askToMirror(ctx, clock.now());
    return { payers: payers.length, written: written.length, refused: refused.length };
  },
  'payments.sweep': async (ctx) => {
    const since = new Date(clock.now().getTime() - ctx.task.payload.sinceMs);
    const payers = await ctx.withTenant((tx) => noteMovedPayers(tx, { tenantId: ctx.task.tenantId, since }));
    if (payers > 0) await askToMirror(ctx, clock.now());
    return { payers };
  },
});
