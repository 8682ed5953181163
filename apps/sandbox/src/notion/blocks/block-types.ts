/** How a type of block is built. */
interface BlockShape {
  readonly hasText?: boolean;
  readonly hasCaption?: boolean;
  readonly canHaveChildren?: boolean;
  /** False for what only the app can make. */
  readonly canBeMade?: boolean;
  /** What it holds unless it is said otherwise. */
  readonly fields?: Readonly<Record<string, unknown>>;
}

const text = { hasText: true, canHaveChildren: true, fields: { color: 'default' } } as const;
const heading = { hasText: true, fields: { color: 'default', is_toggleable: false } } as const;
const media = { hasCaption: true } as const;
const appOnly = { canBeMade: false } as const;

const SHAPES: Readonly<Record<string, BlockShape>> = {
  paragraph: text,
  heading_1: heading,
  heading_2: heading,
  heading_3: heading,
  heading_4: heading,
  bulleted_list_item: text,
  numbered_list_item: text,
  quote: text,
  toggle: text,
  to_do: { ...text, fields: { color: 'default', checked: false } },
  callout: { ...text, fields: { color: 'default', icon: null } },
  code: { hasText: true, hasCaption: true, fields: { language: 'plain text' } },
  equation: { fields: { expression: '' } },
  divider: {},
  breadcrumb: {},
  table_of_contents: { fields: { color: 'default' } },
  column_list: { canHaveChildren: true },
  column: { canHaveChildren: true },
  table: {
    canHaveChildren: true,
    fields: { table_width: 1, has_column_header: false, has_row_header: false },
  },
  table_row: {},
  bookmark: { ...media, fields: { url: '' } },
  embed: { ...media, fields: { url: '' } },
  image: media,
  video: media,
  pdf: media,
  file: media,
  audio: media,
  synced_block: { canHaveChildren: true, fields: { synced_from: null } },
  link_to_page: {},
  child_page: appOnly,
  child_database: appOnly,
  link_preview: appOnly,
  meeting_notes: appOnly,
  unsupported: { ...appOnly, canHaveChildren: true },
};

export const shapeOf = (type: string): BlockShape | undefined => SHAPES[type];

/** The types that a caller can make, as an error lists them. */
export const makeableTypes = (): readonly string[] =>
  Object.entries(SHAPES)
    .filter(([, { canBeMade }]) => canBeMade !== false)
    .map(([type]) => type);
