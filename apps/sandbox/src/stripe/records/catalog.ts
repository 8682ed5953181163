export const intervals = ['day', 'week', 'month', 'year'] as const;

export type Interval = (typeof intervals)[number];

export interface StripeProduct {
  readonly id: string;
  readonly created: number;
  name: string;
  description: string | null;
  active: boolean;
  metadata: Readonly<Record<string, string>>;
  updated: number;
  isDeleted: boolean;
}

export interface StripePrice {
  readonly id: string;
  readonly created: number;
  readonly product: string;
  readonly currency: string;
  /** In the currency's smallest unit; yen have none smaller. */
  readonly unitAmount: number;
  /** Null for a price that is paid once. */
  readonly interval: Interval | null;
  readonly intervalCount: number;
  nickname: string | null;
  lookupKey: string | null;
  active: boolean;
  metadata: Readonly<Record<string, string>>;
}
