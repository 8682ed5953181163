import { lastCompleteMinute, type NotionPage } from '@sherpa/integrations/notion';
import { SKEW_MS } from './freshness.ts';

/** A page as the mirror keeps it. */
export interface PageRow extends NotionPage {
  /**
   * When it was looked at in the minute of its last edit, null once that is over. Another edit in that minute
   * would leave everything else as it is; so each look at such a page counts as news, and one look follows.
   */
  readonly openAt: Date | null;
}

/** A page that is looked at now. */
export const pageRow = (page: NotionPage, now: Date): PageRow => {
  const complete = lastCompleteMinute(new Date(now.getTime() - SKEW_MS));
  return { ...page, openAt: page.editedAt.getTime() > complete.getTime() ? now : null };
};
