import { createHash } from 'node:crypto';
import { findWork, idFrom, newId, ValidationError, type Contract } from '@sherpa/core';
import { insertTasks, listTenants, retryConflicts, type Database, type Tenant } from '@sherpa/db';
import type { PickedJob } from '@sherpa/queue';
import { z } from 'zod';
import { prepareTask } from '../enqueue/prepare-task.ts';

export interface AdoptDeps {
  readonly contract: Contract;
  readonly db: Database;
  /** The tenant of a job that names none. */
  readonly defaultTenant: Tenant;
}

/** What a foreign job may carry instead of the bare payload. */
const envelopeSchema = z.strictObject({ tenant: z.string(), payload: z.unknown() });

const findTenant = async (deps: AdoptDeps, slug: string): Promise<Tenant> => {
  const tenants = await listTenants(deps.db.engine);
  const tenant = tenants.find((one) => one.slug === slug);
  if (tenant !== undefined) return tenant;
  throw new ValidationError('The job names a tenant that does not exist.', {
    details: { problems: [{ field: 'tenant', problem: 'unknown' }] },
  });
};

const ONE_DAY_MS = 86_400_000;

/** The moment for the task's id. A job says itself when it was added; what cannot be is 1970, each time. */
const timeOf = ({ addedAt }: PickedJob): number => {
  const timeMs = addedAt.getTime();
  return timeMs >= 0 && timeMs < Date.now() + ONE_DAY_MS ? Math.floor(timeMs) : 0;
};

/**
 * Takes in a job that somebody put straight into the queue: its name is the task's type, its data the
 * payload, or `{ tenant, payload }`. The task's id follows from the job, so that a job taken in twice
 * is one task. Throws `ValidationError` where name or payload do not fit the contract.
 */
export const adoptJob = async (deps: AdoptDeps, job: PickedJob): Promise<string> => {
  const { contract, db, defaultTenant } = deps;
  const work = findWork(contract, job.type);
  if (work.kind === 'message') {
    throw new ValidationError('That is a message; only agents send those.');
  }
  const envelope = envelopeSchema.safeParse(job.data);
  const tenant = envelope.success ? await findTenant(deps, envelope.data.tenant) : defaultTenant;
  const name = createHash('sha256').update(`${contract.agent} ${job.id}`).digest();
  const task = prepareTask(
    work,
    {
      id: idFrom(timeOf(job), name),
      tenantId: tenant.id,
      payload: envelope.success ? envelope.data.payload : job.data,
      origin: 'adopted',
    },
    newId,
  );
  await retryConflicts(() => db.withTenant(tenant.id, (tx) => insertTasks(tx, [task])));
  await job.adopt(task.id);
  return task.id;
};
