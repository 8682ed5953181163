import { InvalidArgumentError, type Command } from 'commander';
import { useGateway } from '../gateway/use-gateway.ts';
import { parseDurationMs } from '../input/duration.ts';
import { toSearch } from '../input/search-words.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { toAnswerLines } from '../knowledge/answer-lines.ts';
import { toAskLines } from '../knowledge/ask-lines.ts';
import { ask } from '../knowledge/ask.ts';
import { toPageLines } from '../knowledge/page-lines.ts';
import { readText } from '../knowledge/read-text.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

const MAX_HITS = 50;
const DEFAULT_SOURCE = 'script';

interface FilterOptions extends JsonOption {
  readonly tag?: string;
  readonly category?: string;
  readonly source?: string;
  readonly path?: string;
  readonly since?: number;
  readonly includeOwn?: boolean;
  readonly limit: number;
}

const ownFlag = ['--include-own', 'pages that Sherpa writes itself as well: cases and digests'] as const;

const withFilters = (command: Command): Command =>
  command
    .option('--tag <tags>', 'only those with this tag; several with commas')
    .option('--category <name>', 'only those of this category')
    .option('--source <name>', 'only those that came from there')
    .option('--path <titles>', 'only those below these pages: Handbook/Finance')
    .option('--since <time>', 'only those edited within this time: 7d, 12h', parseDurationMs)
    .option(...ownFlag)
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, MAX_HITS), 10)
    .option(...jsonFlag);

const find = async (deps: CommandDeps, words: readonly string[], options: FilterOptions): Promise<void> => {
  const { json = false, since, includeOwn = false, ...filter } = options;
  const terminal = makeTerminal(deps.streams, { json });
  const now = new Date();
  const answer = await useGateway(deps.env, (client) =>
    client.knowledge.search({
      ...filter,
      ...(includeOwn ? { includeOwn: 'true' } : {}),
      q: words.length === 0 ? undefined : words.join(' '),
      since: since === undefined ? undefined : new Date(now.getTime() - since).toISOString(),
    }),
  );
  if (json) terminal.json(answer);
  else for (const line of toAnswerLines(answer, now, terminal.style)) terminal.line(line);
};

const addFind = (knowledge: Command, deps: CommandDeps): void => {
  withFilters(knowledge.command('list', { isDefault: true }))
    .description('list pages, the last edited first')
    .action((options: FilterOptions) => find(deps, [], options));
  withFilters(knowledge.command('search <words...>'))
    .description('find pages: words, "a phrase", -without, or')
    .action((words: readonly string[], options: FilterOptions) => find(deps, [toSearch(words)], options));
};

const MOST_ANSWERS = 10;

interface AskOptions extends JsonOption {
  readonly limit: number;
  readonly includeOwn?: boolean;
}

const addAsk = (knowledge: Command, deps: CommandDeps): void => {
  knowledge
    .command('ask <question...>')
    .description('answer a question with sentences of the pages, each with its page')
    .option(...ownFlag)
    .option('--limit <n>', 'how many sentences at most', wholeNumberFrom(1, MOST_ANSWERS), 3)
    .option(...jsonFlag)
    .action(async (words: readonly string[], { json = false, ...how }: AskOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const answered = await useGateway(deps.env, (client) => ask(client, toSearch(words), how));
      if (json) terminal.json(answered);
      else for (const line of toAskLines(answered, terminal.style)) terminal.line(line);
    });
};

const addShow = (knowledge: Command, deps: CommandDeps): void => {
  knowledge
    .command('show <id>')
    .description('show one page with its text')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.knowledge.show(id));
      if (json) terminal.json(page);
      else for (const line of toPageLines(page)) terminal.line(line);
    });
};

interface WriteOptions extends JsonOption {
  readonly title: string;
  readonly file: string;
  readonly source: string;
  readonly url?: string;
  readonly path?: string;
  readonly category?: string;
  readonly tag?: string;
}

const listOf = (text: string | undefined, separator: string): string[] =>
  text === undefined ? [] : text.split(separator).map((part) => part.trim());

const addWrite = (knowledge: Command, deps: CommandDeps): void => {
  knowledge
    .command('write <name>')
    .description('make a page, or give the page of that name this text')
    .requiredOption('--title <title>', 'what it is called')
    .option('--file <file>', 'its Markdown; - is standard input', '-')
    .option('--source <name>', 'who writes it', DEFAULT_SOURCE)
    .option('--url <url>', 'where people read it')
    .option('--path <titles>', 'the pages above it: Handbook/Finance')
    .option('--category <name>', 'what kind of page it is')
    .option('--tag <tags>', 'its tags, with commas')
    .option(...jsonFlag)
    .action(async (name: string, options: WriteOptions) => {
      if (name.trim() === '') throw new InvalidArgumentError('Give the page a name.');
      const { json = false, title, source, url = null, category = null } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const markdown = await readText(options.file, deps.stdin);
      const [path, tags] = [listOf(options.path, '/'), listOf(options.tag, ',')];
      const page = { title, markdown, url, category, path, tags };
      const written = await useGateway(deps.env, (client) => client.knowledge.write(source, name, page));
      if (json) terminal.json(written);
      else terminal.line(`${written.page.id} ${written.changed ? 'is written' : 'is there as it is'}.`);
    });
};

const addDelete = (knowledge: Command, deps: CommandDeps): void => {
  knowledge
    .command('delete <name>')
    .description('delete a page that was written by hand')
    .option('--source <source>', 'who wrote it', DEFAULT_SOURCE)
    .option(...jsonFlag)
    .action(async (name: string, { json = false, source }: JsonOption & { readonly source: string }) => {
      if (name.trim() === '') throw new InvalidArgumentError('Say the name of the page.');
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.knowledge.delete(source, name));
      if (json) terminal.json(page);
      else terminal.line(`${page.id} is deleted.`);
    });
};

/** `knowledge list|search|ask|show|write|delete`. */
export const addKnowledgeCommand = (program: Command, deps: CommandDeps): void => {
  const knowledge = program
    .command('knowledge')
    .description('search what the company knows, and write to it');
  addFind(knowledge, deps);
  addAsk(knowledge, deps);
  addShow(knowledge, deps);
  addWrite(knowledge, deps);
  addDelete(knowledge, deps);
};
