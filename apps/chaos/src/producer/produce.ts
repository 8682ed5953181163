import { makeEnqueuer, type Pledge } from '@sherpa/agent-kit';
import { cancelTask, type Database, type Db, type InsertedTask } from '@sherpa/db';
import type { Queue } from '@sherpa/queue';
import type { Logger } from '@sherpa/telemetry';
import { chaosContract } from '../agent/contract.ts';
import { anyExpected, insertDeath, insertExpected, noteCancel } from '../agent/side-tables.ts';
import type { Act, Wish } from './load.ts';

interface ProduceDeps {
  readonly db: Database;
  readonly queue: Queue;
  readonly log: Logger;
}

/** Does what the load says; rejects where the ledger is away. */
export type Produce = (tenantId: string, act: Act) => Promise<void>;

const { agent } = chaosContract;

/** Notes what was inserted as what must end; a task that its key kept out is another's. */
const noteInserted = (
  tx: Db,
  tenantId: string,
  wishes: readonly Wish[],
  answers: readonly InsertedTask[],
): Promise<void> =>
  insertExpected(
    tx,
    wishes.flatMap(({ type, counter }, index) => {
      const answer = answers[index];
      return answer?.inserted === true ? [{ taskId: answer.id, tenantId, type, counter }] : [];
    }),
  );

export const makeProduce = ({ db, queue, log }: ProduceDeps): Produce => {
  const enqueuer = makeEnqueuer({ db, queue, log, contracts: [chaosContract] });

  /** Tasks and expectation in one transaction of the producer's. */
  const commit = (
    tenantId: string,
    wishes: readonly Wish[],
    also: (tx: Db) => Promise<void>,
  ): Promise<Pledge> =>
    db.withTenant(tenantId, async (tx) => {
      const requests = wishes.map((wish) => ({ ...wish, agent }));
      const pledge = await enqueuer.enqueueIn(tx, tenantId, requests, 'api');
      await noteInserted(tx, tenantId, wishes, pledge.answers);
      await also(tx);
      return pledge;
    });

  /** The usual way in; what must end is noted when it has answered. */
  const enqueue = async (tenantId: string, wishes: readonly Wish[]): Promise<void> => {
    const requests = wishes.map((wish) => ({ ...wish, agent }));
    const answers = await enqueuer.enqueue(tenantId, requests, 'api');
    await db.withTenant(tenantId, (tx) => noteInserted(tx, tenantId, wishes, answers));
  };

  const cancel = (tenantId: string): Promise<void> =>
    db.withTenant(tenantId, async (tx) => {
      const taskId = await anyExpected(tx, tenantId);
      if (taskId === undefined) return;
      await noteCancel(tx, taskId);
      await cancelTask(tx, taskId);
    });

  return async (tenantId, act) => {
    switch (act.kind) {
      case 'cancel':
        return cancel(tenantId);
      case 'die-after-commit':
        await commit(tenantId, act.wishes, insertDeath);
        process.kill(process.pid, 'SIGKILL');
        return undefined;
      case 'enqueue': {
        if (act.way === 'enqueuer') return enqueue(tenantId, act.wishes);
        const pledge = await commit(tenantId, act.wishes, async () => undefined);
        return pledge.dispatch();
      }
    }
  };
};
