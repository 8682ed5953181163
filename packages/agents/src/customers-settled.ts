import type { TaskContext } from '@sherpa/agent-kit';
import { isSettled, retryConflicts, sendSignal, type Db, type ReadKind } from '@sherpa/db';

/** Of whom it must be known before somebody can be said to be unknown. */
const KINDS: readonly ReadKind[] = [
  { system: 'hubspot', stream: 'contacts', objectType: 'contact' },
  { system: 'hubspot', stream: 'companies', objectType: 'company' },
  { system: 'stripe', stream: 'customers', objectType: 'customer' },
];

/**
 * Sent whenever it has been looked and contacts, companies and payers are all customers. Who waits for it has seen before that
 * they are not, so it is sent after that, and counts for whoever was there by then.
 */
export const CUSTOMERS_SETTLED = 'customers.settled';

/** Whether contacts, companies and payers have been read to the end once, and all that is in the mirror of them is customers. */
export const areCustomersSettled = (tx: Db, tenantId: string): Promise<boolean> =>
  isSettled(tx, tenantId, KINDS);

/** Whether the end of reading these may be what settles the customers. */
export const maySettle = (objectType: string): boolean =>
  KINDS.some((kind) => kind.objectType === objectType);

type TellingContext = Pick<TaskContext, 'withTenant'> & { readonly task: { readonly tenantId: string } };

/**
 * Has those go on who wait for that, if it is so. To be called after whatever may have brought it about was
 * committed; a task that dies in between is done again, and tells then.
 */
export const tellIfSettled = async ({ task: { tenantId }, withTenant }: TellingContext): Promise<void> =>
  retryConflicts(() =>
    withTenant(async (tx) => {
      if (!(await areCustomersSettled(tx, tenantId))) return;
      await sendSignal(tx, { tenantId, name: CUSTOMERS_SETTLED, payload: null });
    }),
  );
