import { registry } from '@sherpa/agents/registry';
import type { Command } from 'commander';
import { readHome } from '../config.ts';
import { makeTerminal } from '../output/terminal.ts';
import { findRunningFleet } from '../state/fleet-state.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

/** `doctor`. */
export const addDoctorCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('doctor')
    .description('go through the deployment checklist and say what to do')
    .option(...jsonFlag)
    .action(async ({ json = false }: JsonOption) => {
      // What only this command needs is loaded by it.
      const [{ makeChecklist }, { runChecks }, { renderChecks, toChecklist }] = await Promise.all([
        import('../doctor/checklist.ts'),
        import('../doctor/run-checks.ts'),
        import('../doctor/render-checks.ts'),
      ]);
      const terminal = makeTerminal(deps.streams, { json });
      const fleet = await findRunningFleet(readHome(deps.env));
      const facts = { env: deps.env, fleet, root: deps.workspaceRoot, agents: Object.keys(registry) };
      const checked = await runChecks(makeChecklist(facts));
      const checklist = toChecklist(checked);
      if (json) terminal.json(checklist);
      else for (const line of renderChecks(checked, terminal.style)) terminal.line(line);
      deps.exitWith(checklist.ok ? 0 : 1);
    });
};
