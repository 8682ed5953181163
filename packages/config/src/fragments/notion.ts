import { defineFragment } from '../fragment.ts';
import { matching, urlOf } from '../variables.ts';

/** The Notion workspace to work on. */
export const notionConfig = defineFragment({
  variables: {
    NOTION_ACCESS_TOKEN: matching(
      /^(ntn|secret)_/u,
      'start with ntn_, or secret_ where it is older; it is the secret of an internal connection',
    ),
    NOTION_BASE_URL: urlOf('http', 'https').default('https://api.notion.com'),
  },
  hints: {
    NOTION_ACCESS_TOKEN: {
      set: 'the secret of an internal connection in your workspace, with pages shared with it',
      example: 'ntn_...',
    },
    NOTION_BASE_URL: { set: 'where Notion answers', example: 'https://api.notion.com' },
  },
  toConfig: (values) => ({ accessToken: values.NOTION_ACCESS_TOKEN, baseUrl: values.NOTION_BASE_URL }),
});
