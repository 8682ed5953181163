import { sql } from 'kysely';
import { toJsonb } from '../jsonb.ts';
import { prepared } from '../prepared.ts';
import type { Db } from '../schema/index.ts';
import type { NewDelivery } from './delivery.ts';

/** An event with the task that is to see to it. */
export type TakenDelivery = NewDelivery & { readonly taskId: string | null };

const toInput = (deliveries: readonly TakenDelivery[]): string =>
  toJsonb(
    deliveries.map((one) => ({
      id: one.id,
      tenant_id: one.tenantId,
      connection_id: one.connectionId,
      vendor: one.vendor,
      event_type: one.type,
      object_type: one.objects[0]?.type ?? null,
      object_id: one.objects[0]?.id ?? null,
      other_objects: one.objects.slice(1),
      occurred_at: one.occurredAt,
      api_version: one.apiVersion,
      status: one.status,
      reason: one.reason,
      task_id: one.taskId,
      payload: one.payload,
    })),
  );

/** Keeps events whose keys were taken in the same transaction. */
export const insertDeliveries = async (tx: Db, deliveries: readonly TakenDelivery[]): Promise<void> => {
  if (deliveries.length === 0) return;
  await sql`${prepared}
    insert into webhook_deliveries (id, tenant_id, connection_id, vendor, event_type, object_type, object_id,
      other_objects, occurred_at, api_version, status, reason, task_id, payload)
    select * from jsonb_to_recordset(${toInput(deliveries)}::jsonb) as x(
      id uuid, tenant_id uuid, connection_id uuid, vendor text, event_type text, object_type text, object_id text,
      other_objects jsonb, occurred_at timestamptz, api_version text, status text, reason text, task_id uuid,
      payload jsonb)`.execute(tx);
};
