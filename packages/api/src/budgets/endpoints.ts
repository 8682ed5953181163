import { z } from 'zod';
import { defineEndpoint, none } from '../endpoint.ts';
import { budgetSchema } from './budget.ts';

export const listBudgets = defineEndpoint({
  method: 'get',
  path: '/api/budgets',
  summary: 'Shows how many calls each account at a vendor has made and may make, and which are left alone.',
  request: { query: none, params: none, body: none },
  response: z.object({ budgets: z.array(budgetSchema) }),
  errors: ['queue_unavailable'],
});
