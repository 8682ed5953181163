import { z } from 'zod';

const jobSchema = z.object({
  id: z.string(),
  name: z.string(),
  progress: z.json(),
  failedReason: z.string().optional(),
  externalUrl: z.object({ href: z.string(), displayText: z.string().optional() }).optional(),
});

const queuesSchema = z.object({
  queues: z.array(
    z.object({
      name: z.string(),
      displayName: z.string(),
      counts: z.record(z.string(), z.int()),
      jobs: z.array(jobSchema),
    }),
  ),
});

const addedSchema = z.object({ job: z.object({ id: z.string() }) });

/** Bull Board as its own page talks to it. */
export interface BullBoard {
  /** All queues; only the one that is asked for has its jobs with it. */
  queues(agent: string, status: string): Promise<z.infer<typeof queuesSchema>['queues']>;
  jobs(agent: string, status: string): Promise<readonly z.infer<typeof jobSchema>[]>;
  /** What its "add job" does; answers with the job's id. */
  add(agent: string, name: string, data: object): Promise<string>;
}

/** Talks to the board of a gateway with the login that a browser would use. */
export const openBullBoard = (url: string, apiKey: string): BullBoard => {
  const authorization = `Basic ${Buffer.from(`operator:${apiKey}`).toString('base64')}`;
  const ask = async (path: string, body?: object): Promise<unknown> => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(new URL(`/queues/api${path}`, url), { ...init, headers });
    if (!answer.ok) throw new Error(`Bull Board answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const queues: BullBoard['queues'] = async (agent, status) => {
    const query = `?activeQueue=agent.${agent}&status=${status}&page=1&jobsPerPage=50`;
    return queuesSchema.parse(await ask(`/queues${query}`)).queues;
  };
  return {
    queues,
    jobs: async (agent, status) =>
      (await queues(agent, status)).find(({ name }) => name === `agent.${agent}`)?.jobs ?? [],
    add: async (agent, name, data) =>
      addedSchema.parse(await ask(`/queues/agent.${agent}/add`, { name, data, options: {} })).job.id,
  };
};
