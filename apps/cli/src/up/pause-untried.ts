import type { Client } from '@sherpa/api';

/**
 * Pauses the workflows that begin of their own accord and of which nobody has set anything yet, before there is an agent
 * that could begin them: in accounts of real people each is let go by somebody who has looked at it. Answers their names.
 */
export const pauseUntried = async (
  { workflows }: Pick<Client, 'workflows'>,
  by: string,
): Promise<readonly string[]> => {
  const untried = (await workflows.list()).filter(
    ({ begins, version }) => begins.length > 0 && version === 0,
  );
  for (const { name } of untried) await workflows.pause(name, by);
  return untried.map(({ name }) => name);
};
