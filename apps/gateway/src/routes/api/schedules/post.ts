import { routes, termsOfRequest } from '@sherpa/api';
import { toJson, ValidationError } from '@sherpa/core';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkTasks } from '../tasks/check-tasks.ts';
import { readToSchedule } from './to-schedule.ts';

export const postSchedule = (deps: Pick<RouteDeps, 'db' | 'scheduler' | 'contracts'>) =>
  defineHandler(routes.createSchedule, async ({ body }, caller) => {
    const { agent, type, name } = body;
    checkTasks(deps.contracts, [{ agent, type, payload: body.payload }], () => '');
    const [terms, payload] = [termsOfRequest(body), toJson(body.payload)];
    if (terms === undefined || payload === undefined) throw new ValidationError('The schedule is not whole.');
    const request = { agent, type, name, payload, terms };
    const tenantId = await caller.tenantId();
    const made = await deps.scheduler.create(tenantId, request);
    return (await readToSchedule(deps, tenantId))(made);
  });
