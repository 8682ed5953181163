import type { ColumnType, Generated } from 'kysely';
import type { Json } from '@sherpa/core';

export interface PaymentChangesTable {
  tenant_id: string;
  payer: string;
  mark: Generated<string>;
  changed_at: Generated<Date>;
}

export interface PaymentMirrorTable {
  tenant_id: string;
  object_type: 'companies' | 'contacts';
  object_id: string;
  written: ColumnType<Record<string, Json>, string, string>;
  written_at: Date;
}
