import { randomBytes } from 'node:crypto';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import type { Command } from '../command.ts';
import { quantile } from '../quantile.ts';
import { startServers } from '../servers/start-servers.ts';
import { deliver, type Delivered } from './deliver.ts';
import { parseWebhookOptions, type WebhookOptions } from './options.ts';
import { startInbox } from './start-inbox.ts';

/** Answered after the delivery is durable; vendors wait for seconds, but others of them are waiting, too. */
const BAR_MS = 50;
/** The first ones find a process that has compiled nothing yet. */
const WARM_UP_SECONDS = 3;

const toFigures = ({ perSecond, seconds }: WebhookOptions, delivered: Delivered, kept: number) => {
  const { answeredInMs, events, refused } = delivered;
  const [p50, p99] = [quantile(answeredInMs, 0.5), quantile(answeredInMs, 0.99)];
  const isWhole = refused === 0 && kept === events;
  return { ok: isWhole && p99 < BAR_MS, perSecond, seconds, events, kept, refused, p50, p99 };
};

const toLine = ({ events, perSecond, kept, refused, p50, p99 }: ReturnType<typeof toFigures>): string =>
  `${events} events at ${perSecond}/s, one in ten sent twice: ${kept} kept, ${refused} refused; ` +
  `answered in ${p50.toFixed(1)} ms (p50), ${p99.toFixed(1)} ms (p99; bar < ${BAR_MS}); ` +
  `load ${loadavg()[0]?.toFixed(1)}, ${availableParallelism()} cores`;

/** Measures how soon the inbox answers; good when it is within its bar and every event is kept once. */
export const webhooksBench: Command = async (argv, { env, workspaceRoot, terminal, signal }) => {
  const options = parseWebhookOptions(argv);
  const { perSecond, seconds } = options;
  await using stack = new AsyncDisposableStack();
  const servers = await startServers(path.join(workspaceRoot, '.sherpa/bench'), env);
  stack.defer(servers.stop);
  const databaseUrl = await servers.createDatabase(`bench_${randomBytes(5).toString('hex')}`);
  const { redisUrl } = servers;
  const { url, secret, count } = await startInbox({ env, workspaceRoot }, { databaseUrl, redisUrl }, stack);
  const plan = { url, secret, perSecond, signal };
  await deliver({ ...plan, seconds: WARM_UP_SECONDS, from: 0 });
  const before = await count();
  terminal.tell(`Delivering ${perSecond} events a second for ${seconds} s…`);
  const delivered = await deliver({ ...plan, seconds, from: perSecond * WARM_UP_SECONDS });
  const figures = toFigures(options, delivered, (await count()) - before);
  terminal.print(toLine(figures));
  if (options.json) terminal.print(JSON.stringify(figures));
  return figures.ok;
};
