import { makeClient, type Client, type Connection } from '@sherpa/api';
import { clientConfig, loadConfig, type Environment } from '@sherpa/config';
import { green, red, type Check } from './check.ts';

/** More than that are looked at one by one: `connections check`. */
const MOST = 20;

const called = ({ vendor, name }: Connection): string => `${vendor} ${name}`;

interface Fault {
  readonly told: string;
  readonly todo: string;
}

/** What is wrong with a connection; undefined where its vendor takes the credentials and we can use it. */
const faultOf = async (client: Client, connection: Connection): Promise<Fault | undefined> => {
  const { ok, error } = await client.connections.check(connection.id);
  if (ok) return undefined;
  const told = `${called(connection)}: ${error?.code ?? 'no answer'}`;
  if (error?.code === 'config_invalid') {
    return {
      told: `${told}: ${error.message}`,
      todo: `Look at \`sherpa connections show ${connection.id}\` and mend what it says.`,
    };
  }
  return { told, todo: 'Check the credentials (`sherpa connections secret <id>`) and the way there.' };
};

/** Whether every vendor takes the credentials of the tenant's connections to it; the gateway asks them. */
export const checkVendors = (env: Environment): Check => ({
  item: 9,
  title: 'vendors answer',
  run: async () => {
    const client = makeClient(loadConfig({ client: clientConfig }, env).client);
    const { connections } = await client.connections.list({ limit: MOST });
    const used = connections.filter(({ status }) => status !== 'disabled');
    if (used.length === 0) {
      return red('there is no connection to any vendor', 'Make one: `sherpa connections add hubspot`.');
    }
    const faults = await Promise.all(used.map((connection) => faultOf(client, connection)));
    const told = faults.filter((fault) => fault !== undefined);
    return told.length === 0
      ? green(`${used.map(called).join(', ')} accept the credentials`)
      : red(told.map((fault) => fault.told).join('; '), [...new Set(told.map(({ todo }) => todo))].join(' '));
  },
});
