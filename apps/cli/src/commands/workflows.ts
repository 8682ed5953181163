import { userInfo } from 'node:os';
import type { Client, WorkflowDetails } from '@sherpa/api';
import type { Json } from '@sherpa/core';
import { InvalidArgumentError, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { readJson } from '../input/json-text.ts';
import { makeTerminal } from '../output/terminal.ts';
import { describePause, toWorkflowDetails, toWorkflowTable } from '../workflows/show-workflow.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

const addList = (workflows: Command, deps: CommandDeps): void => {
  workflows
    .command('list', { isDefault: true })
    .description('list the workflows and what is set of them')
    .option(...jsonFlag)
    .action(async ({ json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const all = await useGateway(deps.env, (client) => client.workflows.list());
      if (json) terminal.json({ workflows: all });
      else if (all.length === 0) terminal.line('No agent has a workflow.');
      else for (const line of toWorkflowTable(all, new Date())) terminal.line(line);
    });
};

const addShow = (workflows: Command, deps: CommandDeps): void => {
  workflows
    .command('show <workflow>')
    .description('show one with its settings')
    .option(...jsonFlag)
    .action(async (name: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const workflow = await useGateway(deps.env, (client) => client.workflows.show(name));
      if (json) terminal.json(workflow);
      else for (const line of toWorkflowDetails(workflow, new Date())) terminal.line(line);
    });
};

/** `name=value`: JSON where it is that, else the text as it is. */
const parseSetting = (text: string, before: Record<string, Json> = {}): Record<string, Json> => {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('Settings are given as name=value.');
  const value = text.slice(at + 1);
  const read = readJson(value);
  return { ...before, [text.slice(0, at)]: read.ok ? read.value : value };
};

const addUnset = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

interface SetOptions extends JsonOption {
  readonly unset?: string[];
  readonly by: string;
}

const addSet = (workflows: Command, deps: CommandDeps): void => {
  workflows
    .command('set <workflow> [settings...]')
    .description('change settings: name=value, where value is JSON or text')
    .option('--unset <name>', 'has its default again; may be given more than once', addUnset)
    .option('--by <who>', 'who changes it', userInfo().username)
    .option(...jsonFlag)
    .action(async (name: string, settings: readonly string[], options: SetOptions) => {
      const { json = false, unset = [], by } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const set = settings.reduce<Record<string, Json>>((all, text) => parseSetting(text, all), {});
      if (Object.keys(set).length + unset.length === 0)
        throw new InvalidArgumentError('Name what to set (name=value) or --unset <name>.');
      const workflow = await useGateway(deps.env, (client) =>
        client.workflows.change(name, { set, unset, by }),
      );
      if (json) terminal.json(workflow);
      else for (const line of toWorkflowDetails(workflow, new Date())) terminal.line(line);
    });
};

interface PauseOptions extends JsonOption {
  readonly by: string;
  readonly all?: boolean;
}

const named = async (
  { workflows }: Pick<Client, 'workflows'>,
  given: readonly string[],
  all: boolean,
): Promise<readonly string[]> => {
  if (all === given.length > 0) throw new InvalidArgumentError('Either name the workflows or say --all.');
  if (!all) return given;
  return (await workflows.list()).filter(({ begins }) => begins.length > 0).map(({ name }) => name);
};

const addPause = (workflows: Command, deps: CommandDeps, name: 'pause' | 'resume', what: string): void => {
  workflows
    .command(`${name} [workflows...]`)
    .description(what)
    .option('--all', 'all that begin of their own accord')
    .option('--by <who>', 'who says so', userInfo().username)
    .option(...jsonFlag)
    .action(async (given: readonly string[], { json = false, all = false, by }: PauseOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const moved = await useGateway(deps.env, async (client) => {
        const done: WorkflowDetails[] = [];
        for (const one of await named(client, given, all)) done.push(await client.workflows[name](one, by));
        return done;
      });
      if (json) terminal.json({ workflows: moved });
      else for (const one of moved) terminal.line(describePause(one, new Date()));
    });
};

/** `workflows list|show|set|pause|resume`. */
export const addWorkflowsCommand = (program: Command, deps: CommandDeps): void => {
  const workflows = program.command('workflows').description('look at the workflows, and set them');
  addList(workflows, deps);
  addShow(workflows, deps);
  addSet(workflows, deps);
  addPause(workflows, deps, 'pause', 'have it begin nothing new; what it has begun goes on to its end');
  addPause(workflows, deps, 'resume', 'have it begin again, with what happens from now on');
};
