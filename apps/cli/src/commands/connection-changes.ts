import type { Connection, ConnectionChange } from '@sherpa/api';
import type { Json } from '@sherpa/core';
import { InvalidArgumentError, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { parseJsonArgument } from '../input/json-text.ts';
import { readSecrets } from '../input/read-secrets.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface Changing {
  readonly id: string;
  readonly change: ConnectionChange;
  readonly done: (connection: Connection) => string;
}

const apply = async (
  deps: CommandDeps,
  { json = false }: JsonOption,
  { id, change, done }: Changing,
): Promise<void> => {
  const terminal = makeTerminal(deps.streams, { json });
  const changed = await useGateway(deps.env, (client) => client.connections.change(id, change));
  if (json) terminal.json(changed);
  else terminal.line(done(changed));
};

const statuses = [
  {
    command: 'disable <id>',
    description: 'let no work go through it until it is enabled; its tasks wait',
    status: 'disabled',
    done: ({ name }: Connection) => `${name} is disabled; tasks that need it wait.`,
  },
  {
    command: 'enable <id>',
    description: 'let work go through it again',
    status: 'active',
    done: ({ name }: Connection) => `${name} is active; tasks that wait for it go on within about a minute.`,
  },
] as const;

const addStatuses = (connections: Command, deps: CommandDeps): void => {
  for (const { command, description, status, done } of statuses) {
    connections
      .command(command)
      .description(description)
      .option(...jsonFlag)
      .action((id: string, options: JsonOption) => apply(deps, options, { id, change: { status }, done }));
  }
};

const secrets = [
  {
    command: 'secret <id>',
    description: 'give it another access token or key, from standard input',
    question: 'Access token or key',
    toChange: (accessSecret: string): ConnectionChange => ({ accessSecret }),
    done: ({ name }: Connection) => `${name} has other credentials; every process uses them within seconds.`,
  },
  {
    command: 'add-webhook-secret <id>',
    description: 'add a secret that signs webhooks, from standard input; those before stay good',
    question: 'Secret that signs webhooks',
    toChange: (addWebhookSecret: string): ConnectionChange => ({ addWebhookSecret }),
    done: ({ name }: Connection) => `${name} takes webhooks with the new secret, and with those before.`,
  },
] as const;

const addSecrets = (connections: Command, deps: CommandDeps): void => {
  for (const { command, description, question, toChange, done } of secrets) {
    connections
      .command(command)
      .description(description)
      .option(...jsonFlag)
      .action(async (id: string, options: JsonOption) => {
        const { stdin, streams } = deps;
        const [secret] = await readSecrets({ stdin, stderr: streams.stderr }, [question]);
        await apply(deps, options, { id, change: toChange(secret), done });
      });
  }
};

const addRemoveWebhookSecret = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('remove-webhook-secret <id> <fingerprint>')
    .description('end a secret that signs webhooks; `show` tells the fingerprints')
    .option(...jsonFlag)
    .action((id: string, removeWebhookSecret: string, options: JsonOption) =>
      apply(deps, options, {
        id,
        change: { removeWebhookSecret },
        done: ({ name }) => `${name} no longer takes webhooks with that secret.`,
      }),
    );
};

const isObject = (value: Json): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseSettings = (text: string): { readonly [key: string]: Json } => {
  const settings = parseJsonArgument(text);
  if (isObject(settings)) return settings;
  throw new InvalidArgumentError('Settings are a JSON object.');
};

const addWords = (connections: Command, deps: CommandDeps): void => {
  connections
    .command('rename <id> <name>')
    .description('give it another name')
    .option(...jsonFlag)
    .action((id: string, name: string, options: JsonOption) =>
      apply(deps, options, {
        id,
        change: { name },
        done: (connection) => `${connection.id} is called ${connection.name} now.`,
      }),
    );
  connections
    .command('settings')
    .argument('<id>')
    .argument('<json>', 'all of them, as an object; no place for secrets', parseSettings)
    .description('say how it is used')
    .option(...jsonFlag)
    .action((id: string, settings: { readonly [key: string]: Json }, options: JsonOption) =>
      apply(deps, options, {
        id,
        change: { settings },
        done: ({ name }) => `${name} has its settings.`,
      }),
    );
};

/** The commands that change a connection. */
export const addConnectionChanges = (connections: Command, deps: CommandDeps): void => {
  addStatuses(connections, deps);
  addSecrets(connections, deps);
  addRemoveWebhookSecret(connections, deps);
  addWords(connections, deps);
};
