import path from 'node:path';
import type { Command } from '../command.ts';
import { startServers } from '../servers/start-servers.ts';
import { toRows } from './figures.ts';
import { parseOptions } from './options.ts';
import { planLegs } from './plan.ts';
import { toTable } from './report/table.ts';
import type { Run } from './run.ts';
import { runLeg } from './run-legs.ts';

export const queueBench: Command = async (argv, { env, workspaceRoot, terminal, signal }) => {
  const options = parseOptions(argv);
  const servers = await startServers(path.join(workspaceRoot, '.sherpa/bench'), env);
  const runs: Run[] = [];
  try {
    for (let round = 1; round <= options.rounds; round += 1)
      for (const leg of planLegs(options))
        await runLeg(leg, {
          servers,
          env,
          signal,
          onRun: (run) => {
            runs.push(run);
            terminal.tell(
              `round ${round}  ${run.contestant}  ${run.measure}  ${run.variant}  ${Math.round(run.value)} ${run.unit}`,
            );
          },
        });
  } finally {
    await servers.stop();
  }
  for (const line of toTable(toRows(runs))) terminal.print(line);
  return true;
};
