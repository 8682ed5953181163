import type { Json, Vendor } from '@sherpa/core';

/** An object of a vendor. */
export interface DeliveredObject {
  readonly type: string;
  readonly id: string;
}

/** An event as it is kept first. */
export interface NewDelivery {
  readonly id: string;
  readonly tenantId: string;
  readonly connectionId: string;
  readonly vendor: Vendor;
  /** The same whenever the event is delivered again. */
  readonly key: string;
  readonly type: string;
  /** The object first, then those it drags along. */
  readonly objects: readonly DeliveredObject[];
  readonly occurredAt: Date | null;
  readonly apiVersion: string | null;
  readonly status: 'received' | 'echo' | 'ignored';
  readonly reason: string | null;
  readonly payload: Json;
}

/** What an event's way through the house may be at. */
export const deliveryStatuses = ['received', 'processed', 'failed', 'echo', 'ignored'] as const;

export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** An event that came, and what became of it: `processed` and `failed` are its task's doing. */
export interface Delivery {
  readonly id: string;
  readonly connectionId: string;
  readonly vendor: Vendor;
  readonly type: string;
  readonly object: DeliveredObject | null;
  readonly occurredAt: Date | null;
  readonly receivedAt: Date;
  readonly apiVersion: string | null;
  readonly status: DeliveryStatus;
  readonly reason: string | null;
  /** The task that asked the vendor for the object. */
  readonly taskId: string | null;
}
