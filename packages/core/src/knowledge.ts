/** A page of knowledge as a vendor, an agent or a script gives it: clean Markdown and what is known about it. */
export interface KnowledgePage {
  /** Who wrote it: `notion`, `agent`, or the name of a script. */
  readonly source: string;
  /** Its id over there; together with the source it names the page. */
  readonly externalId: string;
  readonly title: string;
  /** Where people read it. */
  readonly url: string | null;
  readonly markdown: string;
  /** The titles of the pages above it, the outermost first. */
  readonly path: readonly string[];
  readonly tags: readonly string[];
  readonly category: string | null;
  readonly editedAt: Date;
  /** The source's own version; an older one never overwrites a newer one. Default `editedAt` in milliseconds. */
  readonly version?: number;
  readonly deleted: boolean;
}

/** A passage of a page: what search finds and shows. */
export interface KnowledgeChunk {
  readonly position: number;
  /** The headings above its first line, the outermost first. */
  readonly headingPath: readonly string[];
  /** Every heading it stands below or holds. */
  readonly headings: readonly string[];
  /** Plain text, without Markdown's marks. */
  readonly text: string;
}

/** A page made ready for the database. */
export interface KnowledgeDocument extends Omit<KnowledgePage, 'markdown' | 'version'> {
  readonly content: string;
  readonly version: number;
  /** Of what it says and how it is filed, not of when it was edited: the same hash is the same page. */
  readonly hash: string;
  readonly chunks: readonly KnowledgeChunk[];
}
