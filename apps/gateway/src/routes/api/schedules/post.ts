import { routes, termsOfRequest } from '@sherpa/api';
import { toJson, ValidationError } from '@sherpa/core';
import { defineHandler } from '../../../http/handler.ts';
import type { RouteDeps } from '../../deps.ts';
import { checkTasks } from '../tasks/check-tasks.ts';
import { toSchedule } from './to-schedule.ts';

export const postSchedule = ({ scheduler, contracts }: Pick<RouteDeps, 'scheduler' | 'contracts'>) =>
  defineHandler(routes.createSchedule, async ({ body }, caller) => {
    const { agent, type, name } = body;
    checkTasks(contracts, [{ agent, type, payload: body.payload }], () => '');
    const [terms, payload] = [termsOfRequest(body), toJson(body.payload)];
    if (terms === undefined || payload === undefined) throw new ValidationError('The schedule is not whole.');
    const request = { agent, type, name, payload, terms };
    return toSchedule(await scheduler.create(await caller.tenantId(), request));
  });
