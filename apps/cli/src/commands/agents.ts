import type { AgentContract, AgentHealth } from '@sherpa/api';
import type { Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { describeDuration, describeMoment } from '../output/moment.ts';
import { toTable } from '../output/table.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

const columns = [
  { title: 'AGENT' },
  { title: 'PROCESSES', align: 'right' },
  { title: 'LAST ACTIVE' },
  { title: 'SUCCESS', align: 'right' },
  { title: 'MEAN', align: 'right' },
  { title: 'PENDING', align: 'right' },
  { title: 'RUNNING', align: 'right' },
  { title: 'FAILED', align: 'right' },
] as const;

const toRow = (agent: AgentHealth, now: Date): readonly string[] => [
  agent.agent,
  String(agent.processes),
  describeMoment(agent.lastActiveAt, now),
  agent.successRate === null ? '-' : `${(agent.successRate * 100).toFixed(1)} %`,
  agent.meanDurationMs === null ? '-' : describeDuration(agent.meanDurationMs),
  String(agent.pending),
  String(agent.running),
  String(agent.failed),
];

const describeContract = (contract: AgentContract): readonly string[] => [
  `${contract.agent}: ${contract.description}`,
  '',
  ...toTable(
    [{ title: 'TYPE' }, { title: 'KIND' }, { title: 'TRIES', align: 'right' }, { title: 'WHAT', max: 100 }],
    contract.work.map((work) => [work.type, work.kind, String(work.attempts), work.description]),
  ),
];

/** `agents [name]`. */
export const addAgentsCommand = (program: Command, deps: CommandDeps): void => {
  program
    .command('agents [name]')
    .description('how the agents are doing, or what one of them accepts')
    .option(...jsonFlag)
    .action(async (name: string | undefined, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      if (name !== undefined) {
        const contract = await useGateway(deps.env, (client) => client.agents.show(name));
        if (json) terminal.json(contract);
        else for (const line of describeContract(contract)) terminal.line(line);
        return;
      }
      const agents = await useGateway(deps.env, (client) => client.agents.list());
      if (json) {
        terminal.json({ agents });
        return;
      }
      if (agents.length === 0) terminal.line('No agents. Make one with `npx pnpm sherpa new agent <name>`.');
      const now = new Date();
      for (const line of toTable(
        columns,
        agents.map((agent) => toRow(agent, now)),
      ))
        terminal.line(line);
    });
};
