import type { Client } from '@sherpa/api';
import { AgentError } from '@sherpa/core';
import { askedSchema } from './ask-lines.ts';

/** Has the agent `knowledge` answer a question, and waits for it. */
export const ask = async (
  client: Client,
  question: string,
  { limit, includeOwn = false }: { readonly limit: number; readonly includeOwn?: boolean },
) => {
  const payload = { question, limit, includeOwn };
  const [enqueued] = await client.tasks.enqueue([{ agent: 'knowledge', type: 'question.answer', payload }]);
  const task = await client.tasks.wait(enqueued?.id ?? '', {});
  if (task.status === 'completed') return askedSchema.parse(task.result);
  throw new AgentError('The question was not answered; `sherpa tasks show` says why.', {
    details: { taskId: task.id, status: task.status },
  });
};
