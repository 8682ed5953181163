import type { CustomerSignals } from '@sherpa/db';
import { counted } from '../../../counted.ts';
import { addDays, daysBetween, startOf } from '../../../time/days.ts';
import { dayOf } from '../../../time/zoned.ts';
import type { ChurnSettings } from './definition.ts';

/** Something that speaks for leaving, in words that stay the same from day to day. */
export interface ChurnReason {
  readonly code: string;
  readonly points: number;
  readonly text: string;
}

export interface ChurnPoints {
  readonly points: number;
  readonly reasons: ChurnReason[];
}

type Judge = (signals: CustomerSignals, settings: ChurnSettings, today: string) => ChurnReason | undefined;

const isOlder = (moment: Date, days: number, today: string): boolean =>
  daysBetween(dayOf(moment, 'UTC'), today) >= days;

/** True where one of the currencies brings less than before. */
const isLess = ({ revenue, revenueBefore }: CustomerSignals): boolean =>
  Object.entries(revenueBefore ?? {}).some(([currency, before]) => (revenue[currency] ?? 0) < before);

const isSilent = ({ contactedAt, knownAt }: CustomerSignals, days: number, today: string): boolean => {
  // Whoever HubSpot does not know cannot be silent there; whoever is new has time.
  const since = contactedAt ?? knownAt;
  return since !== null && isOlder(since, days, today);
};

const judges: readonly Judge[] = [
  ({ cancelling }, { cancelling: points }) =>
    cancelling === 0 ? undefined : { code: 'cancelling', points, text: 'Set to end with its period' },
  ({ failedPayments: count }, { failedPayment, failedPaymentsMost, failedPaymentDays }) =>
    count === 0
      ? undefined
      : {
          code: 'failed-payments',
          points: Math.min(count * failedPayment, failedPaymentsMost),
          text: `${counted(count, 'failed payment')} in ${counted(failedPaymentDays, 'day')}`,
        },
  ({ overdue: count }, { overdue: points }) =>
    count === 0 ? undefined : { code: 'overdue', points, text: counted(count, 'overdue invoice') },
  (signals, { downgrade: points, downgradeDays }) =>
    isLess(signals)
      ? { code: 'downgrade', points, text: `Pays less than ${counted(downgradeDays, 'day')} ago` }
      : undefined,
  (signals, { silence: points, silenceDays }, today) =>
    isSilent(signals, silenceDays, today)
      ? { code: 'silence', points, text: `No contact for more than ${counted(silenceDays, 'day')}` }
      : undefined,
  ({ openTickets: count }, { ticket, ticketsMost }) =>
    count === 0
      ? undefined
      : {
          code: 'tickets',
          points: Math.min(count * ticket, ticketsMost),
          text: counted(count, 'open ticket'),
        },
  ({ onboardingStatus, onboardingSince }, { onboarding: points, onboardingDays, onboardingUndone }, today) =>
    onboardingSince !== null &&
    onboardingUndone.includes(onboardingStatus ?? '') &&
    isOlder(onboardingSince, onboardingDays, today)
      ? { code: 'onboarding', points, text: `Onboarding stuck: ${onboardingStatus ?? ''}` }
      : undefined,
];

/** What speaks for leaving; null for one that has no subscription that could end any more. */
export const pointsOf = (
  signals: CustomerSignals,
  settings: ChurnSettings,
  today: string,
): ChurnPoints | null => {
  if (signals.live === 0) return null;
  const reasons = judges
    .flatMap((judge) => judge(signals, settings, today) ?? [])
    .filter(({ points }) => points > 0);
  return {
    points: Math.min(
      reasons.reduce((sum, { points }) => sum + points, 0),
      100,
    ),
    reasons,
  };
};

/** The reasons as people read them. */
export const reasonsText = (points: ChurnPoints | null): string =>
  (points?.reasons ?? []).map((reason) => `${reason.text} (${reason.points})`).join('; ');

/** From when on things count, by the day that is looked at. */
export const signalWindow = (settings: ChurnSettings, today: string) => ({
  now: startOf(today),
  billedSince: startOf(addDays(today, -settings.failedPaymentDays)),
  // One day further, so that the last note before it became silent is still seen.
  notedSince: startOf(addDays(today, -settings.silenceDays - 1)),
  revenueDay: addDays(today, -settings.downgradeDays),
});

/** What is to become of a customer's case. */
export type ChurnMove = 'open' | 'close' | 'nothing';

/** Whether the owner has had time since the last task. */
const isRested = (last: string | undefined, cooldownDays: number, today: string): boolean =>
  last === undefined || daysBetween(last, today) >= cooldownDays;

/** Opens from a threshold on, closes below a lower one, and lets the owner be for a while after the last task. */
export const moveOf = (
  { caseStatus, caseSubject }: Pick<CustomerSignals, 'caseStatus' | 'caseSubject'>,
  judged: ChurnPoints | null,
  { settings, today, isNews }: { settings: ChurnSettings; today: string; isNews: boolean },
): ChurnMove => {
  const points = judged?.points ?? -1;
  if (caseStatus === 'open' || caseStatus === 'held') {
    if (points < settings.closeBelow) return 'close';
    return isNews || caseStatus === 'held' ? 'open' : 'nothing';
  }
  const mayOpen = points >= settings.openFrom && isRested(caseSubject?.['day'], settings.cooldownDays, today);
  return mayOpen ? 'open' : 'nothing';
};
