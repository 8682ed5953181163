import type { ScheduleDetails } from '@sherpa/api';
import { overlapPolicies, type Json, type MissedPolicy, type OverlapPolicy } from '@sherpa/core';
import { Option, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { parseDurationMs } from '../input/duration.ts';
import { parseJsonArgument } from '../input/json-text.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { describeMoment } from '../output/moment.ts';
import { makeTerminal } from '../output/terminal.ts';
import { previewRule } from '../schedules/preview-rule.ts';
import { parseMissed, ruleOf, type RuleOptions } from '../schedules/rule-options.ts';
import { describeRun, toScheduleDetails } from '../schedules/schedule-details.ts';
import { toScheduleTable } from '../schedules/schedule-table.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

const DEFAULT_PREVIEW = 10;
const SHORT_PREVIEW = 3;
const MAX_PREVIEW = 100;

interface ListOptions extends JsonOption {
  readonly agent?: string;
  readonly type?: string;
  readonly limit: number;
  readonly cursor?: string;
}

const addList = (schedules: Command, deps: CommandDeps): void => {
  schedules
    .command('list', { isDefault: true })
    .description('list schedules, the newest first')
    .option('--agent <name>', 'only of this agent')
    .option('--type <type>', 'only of this type')
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 50)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, ...query }: ListOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.schedules.list(query));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.schedules.length === 0) terminal.line('No schedule matches.');
      else for (const line of toScheduleTable(page.schedules, new Date())) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addShow = (schedules: Command, deps: CommandDeps): void => {
  schedules
    .command('show <id>')
    .description('show one schedule with its rule, its policies and its next runs')
    .option('--preview <n>', 'so many next runs', wholeNumberFrom(0, MAX_PREVIEW), SHORT_PREVIEW)
    .option(...jsonFlag)
    .action(async (id: string, { json = false, preview }: JsonOption & { readonly preview: number }) => {
      const terminal = makeTerminal(deps.streams, { json });
      const schedule = await useGateway(deps.env, (client) => client.schedules.show(id, preview));
      if (json) terminal.json(schedule);
      else for (const line of toScheduleDetails(schedule, new Date())) terminal.line(line);
    });
};

interface PreviewOptions extends JsonOption, RuleOptions {
  readonly count: number;
}

type Preview = Pick<ScheduleDetails, 'timeZone' | 'preview'>;

const previewOf = (deps: CommandDeps, id: string | undefined, options: PreviewOptions): Promise<Preview> => {
  if (id !== undefined) return useGateway(deps.env, (client) => client.schedules.show(id, options.count));
  const rule = ruleOf(options);
  const timeZone = 'cron' in rule ? rule.timeZone : null;
  return Promise.resolve({ timeZone, preview: [...previewRule(rule, new Date(), options.count)] });
};

const addPreview = (schedules: Command, deps: CommandDeps): void => {
  schedules
    .command('preview [id]')
    .description('tell the next runs of a schedule, or of a --cron or --every that no schedule has yet')
    .option('--cron <expression>', 'five fields, or six with seconds first')
    .option('--time-zone <zone>', 'an IANA time zone, with --cron (UTC unless told)')
    .option('--every <time>', 'at this interval: 15m, 2h, 1d', parseDurationMs)
    .option('--count <n>', 'so many', wholeNumberFrom(1, MAX_PREVIEW), DEFAULT_PREVIEW)
    .option(...jsonFlag)
    .action(async (id: string | undefined, options: PreviewOptions) => {
      const { json = false } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const { timeZone, preview } = await previewOf(deps, id, options);
      if (json) terminal.json({ preview });
      else if (preview.length === 0) terminal.line('It is paused, or has no run left.');
      else for (const runAt of preview) terminal.line(describeRun(runAt, timeZone));
    });
};

interface CreateOptions extends JsonOption, RuleOptions {
  readonly payload?: Json;
  readonly jitter?: number;
  readonly missed?: MissedPolicy;
  readonly overlap?: OverlapPolicy;
}

const createExamples = `
Examples:
  sherpa schedules create billing customers.sync nightly --cron '30 2 * * *' --time-zone Europe/Berlin
  sherpa schedules create sales contacts.sync often --every 5m --jitter 30s --missed none
  sherpa schedules create sales contacts.sync ledger --cron '@hourly' --missed 6h --overlap allow`;

const addCreate = (schedules: Command, deps: CommandDeps): void => {
  schedules
    .command('create <agent> <task> <name>')
    .description('make a schedule')
    .option('--payload <json>', 'what each of its tasks is given ({} unless told)', parseJsonArgument)
    .option('--cron <expression>', 'five fields, or six with seconds first')
    .option('--time-zone <zone>', 'an IANA time zone, with --cron (UTC unless told)')
    .option('--every <time>', 'at this interval, from now on: 15m, 2h, 1d', parseDurationMs)
    .option('--jitter <time>', 'put each run off by up to this time', parseDurationMs)
    .option('--missed <policy>', 'none, last, or all within a time: 2h (last unless told)', parseMissed)
    .addOption(
      new Option('--overlap <policy>', 'while the task before is live (skip unless told)').choices(
        overlapPolicies,
      ),
    )
    .option(...jsonFlag)
    .addHelpText('after', createExamples)
    .action(async (agent: string, type: string, name: string, options: CreateOptions) => {
      const { json = false, payload = {}, jitter, missed, overlap } = options;
      const schedule = {
        agent,
        type,
        name,
        ...ruleOf(options),
        payload,
        jitterMs: jitter,
        missed,
        overlap,
      };
      const terminal = makeTerminal(deps.streams, { json });
      const made = await useGateway(deps.env, (client) => client.schedules.create(schedule));
      if (json) terminal.json(made);
      else terminal.line(`${made.id} runs ${describeMoment(made.nextRunAt, new Date())}.`);
    });
};

const moves = {
  pause: { description: 'stop schedules from firing until they are resumed', done: 'is paused' },
  resume: { description: 'let paused schedules fire again', done: 'fires again' },
  delete: { description: 'remove schedules that were made by hand', done: 'is deleted' },
} as const;

const addMove = (schedules: Command, deps: CommandDeps, move: keyof typeof moves): void => {
  schedules
    .command(`${move} <ids...>`)
    .description(moves[move].description)
    .option(...jsonFlag)
    .action(async (ids: readonly string[], { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      await useGateway(deps.env, async (client) => {
        for (const id of ids) {
          const schedule = await client.schedules[move](id);
          if (json) terminal.json(schedule);
          else terminal.line(`${schedule.id} ${moves[move].done}.`);
        }
      });
    });
};

const addRun = (schedules: Command, deps: CommandDeps): void => {
  schedules
    .command('run <id>')
    .description('enqueue the task of a schedule now, beside its ticks')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const enqueued = await useGateway(deps.env, (client) => client.schedules.run(id));
      if (json) terminal.json(enqueued);
      else
        terminal.line(
          enqueued.inserted ? `Enqueued: ${enqueued.id}` : `The task before is live: ${enqueued.id}`,
        );
    });
};

/** `schedules list|show|preview|create|pause|resume|run|delete`. */
export const addSchedulesCommand = (program: Command, deps: CommandDeps): void => {
  const schedules = program.command('schedules').description('look at schedules, make, pause and run them');
  addList(schedules, deps);
  addShow(schedules, deps);
  addPreview(schedules, deps);
  addCreate(schedules, deps);
  addMove(schedules, deps, 'pause');
  addMove(schedules, deps, 'resume');
  addMove(schedules, deps, 'delete');
  addRun(schedules, deps);
};
