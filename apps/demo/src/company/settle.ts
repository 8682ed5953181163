import { setTimeout as rest } from 'node:timers/promises';
import type { LiveStatus } from '@sherpa/api';
import { AppError } from '@sherpa/core';
import type { Company } from './start-company.ts';

/** A day has its say within this time, or something is stuck. */
const DAY_MS = 600_000;
const LOOK_EVERY_MS = 150;
/** What was just delivered is on its way into the ledger. */
const LOOKS = 2;

/** A message is pending for as long as its task waits for people, which is nothing to wait for. */
const toDo = ({ tasks, messages }: LiveStatus): number =>
  tasks.pending + tasks.in_progress + Math.max(0, messages.pending - tasks.waiting);

/** Says yes to all that waits for a person, as the manager of the replay; how many there were. */
const approveAll = async ({ client }: Pick<Company, 'client'>): Promise<number> => {
  const { approvals } = await client.approvals.list({ status: 'pending', limit: 200 });
  for (const { id } of approvals)
    await client.approvals.approve(id, { by: 'the manager of the replay', reason: null });
  return approvals.length;
};

/** Waits until all that has happened is told, and nothing is left to do; people's answers are given on the way. */
export const settle = async (company: Company): Promise<{ readonly approved: number }> => {
  const { client, sandbox, assertRunning } = company;
  const endMs = performance.now() + DAY_MS;
  let [quiet, approved] = [0, 0];
  while (quiet < LOOKS) {
    assertRunning();
    const status = await client.liveStatus().catch(() => undefined);
    const isQuiet = status !== undefined && toDo(status) === 0 && (await sandbox.undelivered()) === 0;
    const answered = isQuiet ? await approveAll(company) : 0;
    approved += answered;
    quiet = isQuiet && answered === 0 ? quiet + 1 : 0;
    if (performance.now() > endMs)
      throw new AppError('The fleet does not come to rest.', { details: { tasks: status?.tasks ?? null } });
    if (quiet < LOOKS) await rest(LOOK_EVERY_MS);
  }
  return { approved };
};
