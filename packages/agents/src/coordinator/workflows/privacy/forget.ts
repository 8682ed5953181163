import type { Handlers } from '@sherpa/agent-kit';
import { forgetPerson, getTask, retryConflicts, signPrivacyRecord } from '@sherpa/db';
import { z } from 'zod';
import type { CoordinatorContract } from '../../contract.ts';
import { privacy } from './definition.ts';

const askedSchema = z.object({ email: z.string().optional(), requestedBy: z.string().optional() });

/**
 * Forgets here, and signs. The address is read from the task that asked, which is forgotten with the rest; what
 * is forgotten and the record of it are one transaction.
 */
export const forget: Handlers<CoordinatorContract>['privacy.forget'] = async (ctx) => {
  const { request, askedIn, origin, ticketId, nodes, objects } = ctx.task.payload;
  const { tenantId } = ctx.task;
  const rows = await retryConflicts(() =>
    ctx.withTenant(async (tx) => {
      const asked = askedSchema.parse((await getTask(tx, askedIn))?.payload ?? {});
      const wishes = nodes.length === 0 ? [{}] : nodes.map((node) => ({ node }));
      let sum = 0;
      for (const wish of wishes) {
        const whole = { ...wish, ...(asked.email === undefined ? {} : { email: asked.email }) };
        if (Object.keys(whole).length === 0) continue;
        const done = await forgetPerson(tx, tenantId, whole);
        sum += Object.values(done.rows).reduce((all, one) => all + one, 0);
      }
      const askedBy = asked.requestedBy ?? origin;
      const subjects = [...nodes, ...(asked.email === undefined ? [] : [`email:${asked.email}`])];
      await signPrivacyRecord(tx, tenantId, {
        request,
        subjects,
        askedBy,
        origin,
        ticketId,
        objects,
        rows: sum,
      });
      return sum;
    }),
  );
  await ctx.cases(privacy).close(request, 'purged');
  return { rows };
};
