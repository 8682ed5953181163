import { InvalidArgumentError, type Command } from 'commander';
import { toMoney } from '@sherpa/core';
import { z } from 'zod';
import { wholeNumberFrom } from '../input/whole-number.ts';
import { counted } from '../output/counted.ts';
import { jsonFlag, type JsonOption } from './command-deps.ts';
import type { AskAndTell } from '../sandbox/ask-and-tell.ts';

const MOST_MINOR = 1_000_000_000;

const kinds: Readonly<Record<string, string>> = { in_: 'invoice', sub: 'subscription', cus: 'customer' };

const paidSchema = z.object({
  paid: z.array(z.object({ id: z.string(), amount_paid: z.number(), currency: z.string() })),
});
const triedSchema = z.object({
  id: z.string(),
  status: z.string(),
  attempt_count: z.number(),
  next_payment_attempt: z.number().nullable(),
});

const addPay = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('pay <id>')
    .description('a good card, and what is open is paid with it: in_…, or all of sub_… or cus_…')
    .option(...jsonFlag)
    .action((id: string, options: JsonOption) => {
      const kind = kinds[id.slice(0, 3)];
      if (kind === undefined) throw new InvalidArgumentError('Name an invoice in_…, a sub_… or a cus_….');
      return ask({ method: 'POST', path: '/stripe/pay', body: { [kind]: id } }, options, (answer) =>
        paidSchema
          .parse(answer)
          .paid.map((one) => `${one.id} is paid: ${toMoney(one.amount_paid, one.currency)}.`),
      );
    });
};

const nextTry = (at: number | null): string =>
  at === null
    ? 'It is not tried again.'
    : `The next try comes on ${new Date(at * 1_000).toISOString().slice(0, 10)}.`;

const addRetry = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('retry <invoice>')
    .description('the next automatic try at an open invoice happens now, with the card there is')
    .option(...jsonFlag)
    .action((invoice: string, options: JsonOption) =>
      ask({ method: 'POST', path: '/stripe/retry', body: { invoice } }, options, (answer) => {
        const { id, status, attempt_count: tries, next_payment_attempt: next } = triedSchema.parse(answer);
        if (status === 'paid') return [`${id} is paid.`];
        return [`${id} was not paid, after ${counted(tries, 'try', 'tries')}. ${nextTry(next)}`];
      }),
    );
};

interface CancelOptions extends JsonOption {
  readonly now?: boolean;
  readonly feedback?: string;
}

const addCancel = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('cancel <subscription>')
    .description('a customer gives notice: the subscription ends with its period')
    .option('--now', 'it ends at once')
    .option('--feedback <reason>', 'what they say is why, such as too_expensive')
    .option(...jsonFlag)
    .action((subscription: string, { now, feedback, ...options }: CancelOptions) => {
      const body = { subscription, atPeriodEnd: now !== true, feedback };
      return ask({ method: 'POST', path: '/stripe/cancel', body }, options, () => [
        now === true ? `${subscription} has ended.` : `${subscription} ends with its period.`,
      ]);
    });
};

const refundSchema = z.object({
  refund: z.object({ id: z.string(), amount: z.number(), currency: z.string() }),
});

const addRefunds = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('refund <payment>')
    .description('somebody gives a payment ch_… back at Stripe itself')
    .option('--amount <minor>', 'only so much of it, in minor units', wholeNumberFrom(1, MOST_MINOR))
    .option(...jsonFlag)
    .action((charge: string, { amount, ...options }: JsonOption & { readonly amount?: number }) =>
      ask({ method: 'POST', path: '/stripe/refund', body: { charge, amount } }, options, (answer) => {
        const { refund } = refundSchema.parse(answer);
        return [`${toMoney(refund.amount, refund.currency)} of ${charge} are given back: ${refund.id}`];
      }),
    );
  sandbox
    .command('fail-refund <refund>')
    .description('a refund re_… comes back from the bank')
    .option(...jsonFlag)
    .action((refund: string, options: JsonOption) =>
      ask({ method: 'POST', path: '/stripe/fail-refund', body: { refund } }, options, () => [
        `${refund} has failed.`,
      ]),
    );
};

const disputeSchema = z.object({ id: z.string(), amount: z.number(), currency: z.string() });

const addDisputes = (sandbox: Command, ask: AskAndTell): void => {
  sandbox
    .command('dispute <payment>')
    .description('a card’s holder wants a payment ch_… back, and the bank takes it')
    .option('--reason <reason>', 'what the bank is told', 'fraudulent')
    .option(...jsonFlag)
    .action((charge: string, { reason, ...options }: JsonOption & { readonly reason: string }) =>
      ask({ method: 'POST', path: '/stripe/dispute', body: { charge, reason } }, options, (answer) => {
        const { id, amount, currency } = disputeSchema.parse(answer);
        return [`${toMoney(amount, currency)} of ${charge} are disputed: ${id}`];
      }),
    );
  sandbox
    .command('close-dispute <dispute>')
    .description('the bank decides about a dispute du_…')
    .option('--won', 'the money comes back, as it does without a word')
    .option('--lost', 'it does not')
    .option(...jsonFlag)
    .action((dispute: string, options: JsonOption & { readonly won?: boolean; readonly lost?: boolean }) => {
      if (options.won === true && options.lost === true)
        throw new InvalidArgumentError('A dispute is either --won or --lost.');
      const outcome = options.lost === true ? 'lost' : 'won';
      return ask(
        { method: 'POST', path: '/stripe/close-dispute', body: { dispute, outcome } },
        options,
        () => [`${dispute} is ${outcome}.`],
      );
    });
};

/** What customers, banks and colleagues do with money. */
export const addSandboxMoney = (sandbox: Command, ask: AskAndTell): void => {
  addPay(sandbox, ask);
  addRetry(sandbox, ask);
  addCancel(sandbox, ask);
  addRefunds(sandbox, ask);
  addDisputes(sandbox, ask);
};
