import type { TaskContext } from '@sherpa/agent-kit';
import { company } from '../company.ts';
import { dayOf } from '../time/zoned.ts';
import type { SuccessContract } from './contract.ts';

type Asked = Pick<TaskContext<SuccessContract>, 'settings' | 'state'> & {
  readonly task: { readonly createdAt: Date };
};

/** The day it is for the company. Where the sweeps are ahead of our clock, as in a replay, theirs counts. */
export const todayOf = async (ctx: Asked): Promise<string> => {
  const { timeZone } = await ctx.settings(company);
  const [now, swept] = [dayOf(ctx.task.createdAt, timeZone), await ctx.state.get('sweptOn')];
  return swept === undefined || swept < now ? now : swept;
};
