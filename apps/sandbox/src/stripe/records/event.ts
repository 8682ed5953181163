export interface StripeEvent {
  readonly id: string;
  readonly created: number;
  readonly type: string;
  /** The version its object is written in: that of its day, whatever the reader speaks. */
  readonly apiVersion: string;
  /** The object as it was then. */
  readonly object: object;
  readonly previous: object | null;
  readonly requestId: string | null;
  readonly idempotencyKey: string | null;
  /** False for one whose delivery failed: `delivery_success=false` finds it. */
  isDelivered: boolean;
}
