import type { SendOptions, TaskContext } from '@sherpa/agent-kit';
import { workflowBegunBy, type Contract, type MessageName, type PayloadInput } from '@sherpa/core';

/** When something happened, and how it is told once. */
export interface FactTerms {
  /** One message for each; with the state in it where states are told. It holds as long as the contract's `keepKey`. */
  readonly key: string;
  /** What it is about: of one matter, one message is worked on at a time. */
  readonly concurrencyKey: string;
  /** By the vendor's time. */
  readonly occurredAt: Date;
  /** It still calls for somebody, so that it is told however long ago it happened. */
  readonly isOpen?: boolean;
  /** It only ends what was begun: told while one of these cases of that workflow lives, and to nobody else. */
  readonly awaitedBy?: { readonly workflow: string; readonly keys: readonly string[] };
}

/** Something that a record of the mirror says to an agent. */
export interface Fact extends FactTerms {
  readonly to: string;
  readonly type: string;
  readonly payload: unknown;
  /** The workflow that it begins something of; undefined where it only goes on with what was begun. */
  readonly begins: string | undefined;
  /** Sends it; with the task that brought the record as its cause. */
  tell(ctx: Pick<TaskContext, 'send'>, options: Pick<SendOptions, 'causedBy'>): void;
}

/** A message to that agent. */
export const fact = <R extends Contract, M extends MessageName<R>>(
  receiver: R,
  type: M,
  payload: PayloadInput<R, M>,
  terms: FactTerms,
): Fact => ({
  ...terms,
  to: receiver.agent,
  type,
  payload,
  begins: workflowBegunBy(receiver, type),
  tell: (ctx, { causedBy }) => {
    const { key, concurrencyKey } = terms;
    ctx.send(receiver, type, payload, {
      key,
      concurrencyKey,
      ...(causedBy === undefined ? {} : { causedBy }),
    });
  },
});

const NINETY_DAYS_MS = 90 * 86_400_000;

/** What every message that tells a fact has: as long as that nobody is told of it twice. */
export const factPolicy = { keepKey: { forMs: NINETY_DAYS_MS } } as const;
