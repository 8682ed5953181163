import { toMoney } from '@sherpa/core';
import type { InsightsDay, Movement, NamedDeal } from '@sherpa/db';
import { addAmounts, amountsText, changeText, inOrder } from '../../../reports/amounts.ts';
import { counted } from '../../../reports/counted.ts';
import { link, plain, section } from '../../../reports/markdown.ts';
import type { DealStage } from '../../stages.ts';
import type { DigestFigures } from './gather.ts';

const revenueIn = (rows: readonly InsightsDay[], currency: string): number =>
  rows.find((row) => row.currency === currency)?.revenueMinor ?? 0;

/** What has changed since an earlier day; nothing where none was noted, or where the latest is too long ago. */
const sinceText = (row: InsightsDay, earlier: readonly InsightsDay[]): readonly string[] => {
  const [first] = earlier;
  if (first === undefined) return [];
  return [
    `${changeText(row.revenueMinor - revenueIn(earlier, row.currency), row.currency)} since ${first.day}`,
  ];
};

const countText = (name: string, { count, minor }: Movement, currency: string): string =>
  count === 0 ? `${name} 0` : `${name} ${count} (${changeText(minor, currency)})`;

const revenueLines = ({ before, monthBefore }: DigestFigures, rows: readonly InsightsDay[]) =>
  rows.map((row) => {
    const { currency, revenueMinor, subscriptions, movements } = row;
    const total = `**${toMoney(revenueMinor, currency)}** a month from ${counted(subscriptions, 'subscription')}`;
    const changes = [...sinceText(row, before), ...sinceText(row, monthBefore)];
    const names = ['new', 'churned', 'upgraded', 'downgraded'] as const;
    const moved = names.map((name) => countText(name, movements[name], currency)).join(', ');
    return `${[total, ...changes].join('; ')}. ${before.length === 0 ? 'The first day noted.' : moved}`;
  });

const paymentLines = (rows: readonly InsightsDay[]) =>
  rows.map(({ currency, happened }) => {
    const names = ['failed', 'recovered', 'refunded', 'disputed'] as const;
    const told = names.map((name) => {
      const { count, minor } = happened[name] ?? { count: 0, minor: 0 };
      return count === 0 ? `${name} 0` : `${name} ${count} (${toMoney(minor, currency)})`;
    });
    return `${currency.toUpperCase()}: ${told.join(', ')}`;
  });

const pipelineLines = ({ stages, deals, currency }: DigestFigures) =>
  stages
    .filter(({ means }) => means === 'open')
    .map(({ id, label }) => {
      const rows = deals.figures.filter(({ stageId }) => stageId === id);
      const count = rows.reduce((sum, row) => sum + row.deals, 0);
      return `${plain(label)}: ${counted(count, 'deal')}, ${amountsText(addAmounts(rows, currency), currency)}`;
    });

const dealLine =
  ({ currency, links }: DigestFigures) =>
  (deal: NamedDeal): string => {
    const amount = amountsText(addAmounts([{ ...deal, amount: deal.amount ?? 0 }], currency), currency);
    const due = deal.closeAt?.toISOString().slice(0, 10) ?? 'no date';
    return `${link(deal.name ?? deal.id, links.hubspot('deal', deal.id))}: ${amount}, ${due}`;
  };

/** Those of these stages whose close date has passed, or lies in the day. */
const dealSection = (
  figures: DigestFigures,
  { title, means, named }: { title: string; means: DealStage['means']; named: readonly NamedDeal[] },
): readonly string[] => {
  const ids = new Set(figures.stages.filter((stage) => stage.means === means).map(({ id }) => id));
  const rows = figures.deals.figures
    .filter(({ stageId }) => stageId !== null && ids.has(stageId))
    .map(({ currency, passed, passedAmount, closing, closingAmount }) =>
      means === 'open'
        ? { currency, count: passed, amount: passedAmount }
        : { currency, count: closing, amount: closingAmount },
    );
  const count = rows.reduce((sum, row) => sum + row.count, 0);
  const total = amountsText(addAmounts(rows, figures.currency), figures.currency);
  const more = count > named.length && named.length > 0 ? [`and ${count - named.length} more`] : [];
  return section(title, [`${counted(count, 'deal')}, ${total}`, ...named.map(dealLine(figures)), ...more]);
};

const caseLines = ({ cases }: DigestFigures) =>
  cases.map(
    ({ workflow, open, held, overdue }) => `${workflow}: ${open} open, ${held} held, ${overdue} overdue`,
  );

/** The page of a day: its columns, and what it holds in Notion's Markdown. */
export const digestPage = (figures: DigestFigures) => {
  const { day, currency, deals, before } = figures;
  const codes = inOrder(
    figures.rows.map((row) => row.currency),
    currency,
  );
  const rows = codes.flatMap((code) => figures.rows.filter((row) => row.currency === code));
  const doubts = [...new Set(rows.flatMap((row) => row.doubts))];
  const changes = rows.flatMap((row) => sinceText(row, before));
  const lines = [
    ...doubts.map((doubt) => `> Not to be trusted: ${plain(doubt)}`),
    ...section('Revenue', revenueLines(figures, rows)),
    ...section('Payments of the day', paymentLines(rows)),
    ...section('Pipeline', pipelineLines(figures)),
    ...dealSection(figures, { title: 'Won that day', means: 'won', named: deals.won }),
    ...dealSection(figures, { title: 'Lost that day', means: 'lost', named: deals.lost }),
    ...dealSection(figures, {
      title: 'Slipped: past their close date and open',
      means: 'open',
      named: deals.slipped,
    }),
    ...section('Open cases', caseLines(figures)),
    ...(doubts.length === 0
      ? section('How fresh this is', ['All that it is made of was read in time.'])
      : []),
  ];
  return {
    title: `Digest of ${day}`,
    values: {
      Kind: 'Digest',
      Status: 'Done',
      Due: day,
      Amount: amountsText(new Map(rows.map((row) => [row.currency, row.revenueMinor])), currency),
      Outcome: changes.length === 0 ? null : changes.join(', '),
      Reason: doubts.length === 0 ? null : `Not to be trusted: ${doubts.join('; ')}`,
    },
    markdown: lines.join('\n'),
  };
};
