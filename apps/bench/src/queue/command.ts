import path from 'node:path';
import type { Command } from '../command.ts';
import { startServers } from '../servers/start-servers.ts';
import { toRows } from './figures.ts';
import { openSession } from './session.ts';
import { drain } from './measure/drain.ts';
import { parseOptions } from './options.ts';
import { planLegs } from './plan.ts';
import { toTable } from './report/table.ts';
import type { Run } from './run.ts';

export const queueBench: Command = async (argv, { env, workspaceRoot, terminal }) => {
  const options = parseOptions(argv);
  const servers = await startServers(path.join(workspaceRoot, '.sherpa/bench'), env);
  const runs: Run[] = [];
  try {
    for (let round = 1; round <= options.rounds; round += 1)
      for (const leg of planLegs(options))
        for (const contestant of options.contestants) {
          const session = await openSession({ contestant, workers: leg.workers, servers, env });
          try {
            for (const step of leg.steps) {
              const { drained, addSeconds } = await drain(session, { ...step, capMs: 20_000 });
              runs.push(drained, {
                ...drained,
                measure: 'enqueue-bulk',
                variant: '',
                isCut: false,
                value: step.tasks / addSeconds,
                seconds: addSeconds,
              });
              terminal.tell(
                `round ${round}  ${contestant}  ${drained.measure}  ${drained.variant}  ${Math.round(drained.value)}/s`,
              );
            }
          } finally {
            await session.close();
          }
        }
  } finally {
    await servers.stop();
  }
  for (const line of toTable(toRows(runs))) terminal.print(line);
  return true;
};
