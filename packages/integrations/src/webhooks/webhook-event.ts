import type { Json } from '@sherpa/core';

/** An object that something happened to, by the names that the mirror has for types. */
export interface TouchedObject {
  readonly type: string;
  readonly id: string;
}

/** What kind of thing happened; anything but a change is never taken for an echo of ours. */
export type WebhookCause = 'change' | 'deletion' | 'merge' | 'privacy';

/** Why nothing is to be done about an event. */
export type WebhookSkip = 'no-object' | 'unreadable' | 'test-clock' | 'other-account';

/** One event of a delivery. It says that something happened, not how things are: the object is asked for. */
export interface WebhookEvent {
  /** The same for every delivery of the event, and another one for every other event of the account. */
  readonly key: string;
  readonly type: string;
  readonly cause: WebhookCause;
  /** The object first, then those it drags along. */
  readonly objects: readonly TouchedObject[];
  readonly occurredAt: Date | null;
  /** The version its body is written in, where the vendor says so. */
  readonly apiVersion: string | null;
  /** A write of ours caused it. */
  readonly isEcho: boolean;
  readonly skip: WebhookSkip | null;
  readonly payload: Json;
}

/** What is known of the connection that events come through. */
export interface WebhookTerms {
  /** The vendor's id of the account; what is of another one is left alone. */
  readonly account: string | null;
  /** By what the vendor calls us, where events say who caused them. */
  readonly ownId: string | undefined;
}

/** The events of a body, or undefined if it is not what this vendor sends. */
export type ReadWebhook = (body: Buffer, terms: WebhookTerms) => readonly WebhookEvent[] | undefined;
