import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';

type JsonValue = ColumnType<Json, string | undefined, string>;

/** What a day came to in one currency. */
export interface InsightsDaysTable {
  tenant_id: string;
  day: string;
  currency: string;
  revenue_minor: number;
  subscriptions: number;
  movements: JsonValue;
  happened: JsonValue;
  doubts: Generated<string[]>;
  noted_at: Generated<Date>;
}

/** What a subscription brought when the newest day was noted. */
export interface InsightsSubscriptionsTable {
  tenant_id: string;
  subscription: string;
  currency: string;
  revenue_minor: number;
  before_minor: number;
  changed_on: string;
}
