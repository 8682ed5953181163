import type { Clock } from '@sherpa/core';
import type { Notion } from '@sherpa/integrations/notion';

/** What Notion's streams are read with: the time tells whether a minute is over. */
export interface Workspace {
  readonly notion: Notion;
  readonly clock: Clock;
}
