import { userInfo } from 'node:os';
import type { CustomerReview } from '@sherpa/api';
import { Option, type Command } from 'commander';
import { toReviewLines, toReviewTable } from '../customers/review-lines.ts';
import { useGateway } from '../gateway/use-gateway.ts';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { makeTerminal } from '../output/terminal.ts';
import { jsonFlag, type CommandDeps, type JsonOption } from './command-deps.ts';

interface ReviewOptions extends JsonOption {
  readonly status: CustomerReview['status'];
  readonly kind?: CustomerReview['kind'];
  readonly limit: number;
  readonly cursor?: string;
}

interface DecideOptions extends JsonOption {
  readonly by: string;
  readonly reason?: string;
}

const statuses = ['open', 'approved', 'rejected', 'obsolete'];
const kinds = ['disagreement', 'quarantine', 'suggestion'];

const addList = (review: Command, deps: CommandDeps): void => {
  review
    .command('list', { isDefault: true })
    .description('list questions about who is who, newest first')
    .addOption(new Option('--status <status>', 'those in this state').choices(statuses).default('open'))
    .addOption(new Option('--kind <kind>', 'only of this kind').choices(kinds))
    .option('--limit <n>', 'how many at most', wholeNumberFrom(1, 200), 20)
    .option('--cursor <id>', 'those after this one')
    .option(...jsonFlag)
    .action(async ({ json = false, ...query }: ReviewOptions) => {
      const terminal = makeTerminal(deps.streams, { json });
      const page = await useGateway(deps.env, (client) => client.customers.reviews.list(query));
      if (json) {
        terminal.json(page);
        return;
      }
      if (page.reviews.length === 0) terminal.line('There is nothing to look at.');
      else for (const line of toReviewTable(page.reviews)) terminal.line(line);
      if (page.nextCursor !== null) terminal.line(`More: add --cursor ${page.nextCursor}`);
    });
};

const addShow = (review: Command, deps: CommandDeps): void => {
  review
    .command('show <id>')
    .description('show one question, and everybody whom it is about')
    .option(...jsonFlag)
    .action(async (id: string, { json = false }: JsonOption) => {
      const terminal = makeTerminal(deps.streams, { json });
      const found = await useGateway(deps.env, (client) => client.customers.reviews.show(id));
      if (json) terminal.json(found);
      else for (const line of toReviewLines(found)) terminal.line(line);
    });
};

const answers = {
  approve: { description: 'they are one customer', done: 'is approved; the objects are one customer' },
  reject: { description: 'they are not; nobody is asked again', done: 'is rejected' },
} as const;

const addAnswer = (review: Command, deps: CommandDeps, answer: keyof typeof answers): void => {
  review
    .command(`${answer} <id>`)
    .description(answers[answer].description)
    .option('--by <who>', 'who decides', userInfo().username)
    .option('--reason <text>', 'why')
    .option(...jsonFlag)
    .action(async (id: string, options: DecideOptions) => {
      const { json = false, by, reason = null } = options;
      const terminal = makeTerminal(deps.streams, { json });
      const decided = await useGateway(deps.env, (client) =>
        client.customers.reviews[answer](id, { by, reason }),
      );
      if (json) terminal.json(decided);
      else terminal.line(`${decided.id} ${answers[answer].done}.`);
    });
};

/** `customers review list|show|approve|reject`. */
export const addCustomerReviews = (customers: Command, deps: CommandDeps): void => {
  const review = customers.command('review').description('decide what the keys of customers leave open');
  addList(review, deps);
  addShow(review, deps);
  addAnswer(review, deps, 'approve');
  addAnswer(review, deps, 'reject');
};
