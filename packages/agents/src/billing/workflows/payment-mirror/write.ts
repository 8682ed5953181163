import { childTask, type TaskContext } from '@sherpa/agent-kit';
import type { Json } from '@sherpa/core';
import type { PaymentState } from '@sherpa/db';
import { salesContract } from '../../../sales/contract.ts';
import type { BillingContract } from '../../contract.ts';
import type { Values } from './values.ts';

type Context = TaskContext<BillingContract, 'payments.mirror'>;

const IN_A_WRITE = 100;

/** An object at HubSpot. */
export interface Place {
  readonly objectType: PaymentState['objectType'];
  readonly objectId: string;
}

/** What is to be written on one, as it was seen. */
export interface Write extends Place {
  readonly values: Readonly<Record<string, Json>>;
  readonly changes: Values;
  readonly payers: readonly string[];
  readonly seenAt: string | null;
}

export const keyOf = ({ objectType, objectId }: Place): string => `${objectType}:${objectId}`;

const patch = (writes: readonly Write[]) =>
  (['companies', 'contacts'] as const).flatMap((type) => {
    const objects = writes
      .filter(({ objectType }) => objectType === type)
      .map(({ objectId, changes }) => ({ id: objectId, properties: changes }));
    const parts = Array.from({ length: Math.ceil(objects.length / IN_A_WRITE) }, (_, part) =>
      objects.slice(part * IN_A_WRITE, (part + 1) * IN_A_WRITE),
    );
    // In the order in which they were asked for, so that the newest state is the last.
    return parts.map((part) =>
      childTask(
        salesContract,
        'objects.patch',
        { type, objects: part },
        { concurrencyKey: 'payment-mirror' },
      ),
    );
  });

/** All in hundreds; where HubSpot refuses one of a hundred, each by itself. Answers with those that were refused. */
export const write = async (ctx: Context, writes: readonly Write[]): Promise<readonly Write[]> => {
  if (writes.length === 0) return [];
  const ended = await ctx.runTasks('in hundreds', patch(writes));
  if (ended.every(({ status }) => status === 'completed')) return [];
  const alone = await ctx.runTasks(
    'one by one',
    writes.flatMap((one) => patch([one])),
  );
  return writes.filter((_, place) => alone[place]?.status !== 'completed');
};
