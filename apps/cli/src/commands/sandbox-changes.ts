import { InvalidArgumentError, type Command } from 'commander';
import { z } from 'zod';
import { readValues } from '../sandbox/read-values.ts';
import { counted } from '../output/counted.ts';
import { jsonFlag, type JsonOption } from './command-deps.ts';
import type { AskAndTell } from '../sandbox/ask-and-tell.ts';

const DECLINED = 'insufficient_funds';

const invoiceSchema = z.object({ invoice: z.string(), attemptCount: z.number() });

const addFailCard = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('fail-card <id>')
    .description('a renewal of sub_… fails now; the card of cus_… fails from now on')
    .option('--code <reason>', 'why the bank declines the card of a customer', DECLINED)
    .option('--mend', 'the customer’s card is good again')
    .option(...jsonFlag)
    .action((id: string, options: JsonOption & { readonly code: string; readonly mend?: boolean }) => {
      if (id.startsWith('sub_')) {
        const body = { subscription: id };
        return ask({ method: 'POST', path: '/stripe/fail-payment', body }, options, (answer) => {
          const { invoice, attemptCount } = invoiceSchema.parse(answer);
          return [`${invoice} was not paid, after ${counted(attemptCount, 'try', 'tries')}.`];
        });
      }
      if (!id.startsWith('cus_'))
        throw new InvalidArgumentError('Name a customer cus_… or a subscription sub_….');
      const isMended = options.mend === true;
      const body = { customer: id, declineCode: isMended ? null : options.code };
      return ask({ method: 'POST', path: '/stripe/card', body }, options, () => [
        isMended ? `The card of ${id} is good again.` : `The card of ${id} fails from now on.`,
      ]);
    });
};

const dealSchema = z.object({ deal: z.string(), name: z.string().nullable(), stage: z.string() });

const addCloseDeal = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('close-deal <id>')
    .description('close a deal; what is won gets its onboarding page in Notion')
    .option('--won', 'it is won, as it is without a word')
    .option('--lost', 'it is lost')
    .option(...jsonFlag)
    .action((id: string, options: JsonOption & { readonly won?: boolean; readonly lost?: boolean }) => {
      if (options.won === true && options.lost === true) {
        throw new InvalidArgumentError('A deal is either --won or --lost.');
      }
      const body = { outcome: options.lost === true ? 'lost' : 'won' };
      const path = `/deals/${encodeURIComponent(id)}/close`;
      return ask({ method: 'POST', path, body }, options, (answer) => {
        const { deal, name, stage } = dealSchema.parse(answer);
        return [`${deal} ${name ?? ''} is in “${stage}” now.`];
      });
    });
};

const recordSchema = z.object({ id: z.string() });

const addMerge = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('merge <id> <other>')
    .description('merge the other record into the first; both become a third one')
    .option('--type <type>', 'of what type they are', 'contacts')
    .option(...jsonFlag)
    .action((id: string, other: string, options: JsonOption & { readonly type: string }) => {
      const path = `/hubspot/${encodeURIComponent(options.type)}/${encodeURIComponent(id)}/merge`;
      return ask({ method: 'POST', path, body: { other } }, options, (answer) => [
        `${id} and ${other} are ${recordSchema.parse(answer).id} now.`,
      ]);
    });
};

interface EditOptions extends JsonOption {
  readonly archive?: boolean;
  readonly restore?: boolean;
  readonly purge?: boolean;
  readonly markdown?: string;
  readonly trash?: boolean;
}

const checkEdit = (type: string, pairs: readonly string[], options: EditOptions): void => {
  const { json: _json, markdown, trash, ...ofRecords } = options;
  const ofPages = [markdown, trash].some((one) => one !== undefined);
  const isPage = type === 'page';
  if (isPage && (pairs.length > 0 || Object.keys(ofRecords).length > 0)) {
    throw new InvalidArgumentError('A page takes --markdown and --trash.');
  }
  if (!isPage && ofPages) throw new InvalidArgumentError('Only `edit page` takes --markdown and --trash.');
  if (isPage ? ofPages : pairs.length > 0 || Object.keys(ofRecords).length > 0) return;
  throw new InvalidArgumentError(
    isPage
      ? 'Say what changes: --markdown <text> or --trash.'
      : 'Say what changes: name=value, --archive, --restore or --purge.',
  );
};

const addEdit = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('edit <type> <id> [values...]')
    .description('edit a record as a person does: `edit contacts 100001 phone=42`, `edit page <id> --trash`')
    .option('--archive', 'archive the record')
    .option('--restore', 'bring it back')
    .option('--purge', 'erase the person')
    .option('--markdown <text>', 'what a page holds from now on')
    .option('--trash', 'move the page to the trash')
    .option(...jsonFlag)
    .action((type: string, id: string, pairs: readonly string[], options: EditOptions) => {
      const { json: _json, markdown, trash, ...changes } = options;
      checkEdit(type, pairs, options);
      const name = encodeURIComponent(id);
      const call =
        type === 'page'
          ? { path: `/notion/pages/${name}`, body: { markdown, trash } }
          : {
              path: `/hubspot/${encodeURIComponent(type)}/${name}`,
              body: { ...changes, properties: readValues(pairs) },
            };
      return ask({ method: 'POST', ...call }, options, () => [`${type} ${id} is changed.`]);
    });
};

/** What happens at the vendors, done by hand. */
export const addSandboxChanges = (sandbox: Command, ask: AskAndTell): void => {
  addFailCard(sandbox, ask);
  addCloseDeal(sandbox, ask);
  addMerge(sandbox, ask);
  addEdit(sandbox, ask);
};
