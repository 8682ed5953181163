import { countJoined, joinPages } from './join-pages.ts';
import { placeAfter } from './next-place.ts';
import type { PageRead, Place } from './page-read.ts';
import { readPage } from './read-page.ts';
import type { RunContext } from './run-context.ts';

/** So much is read before what was read earlier is written: memory does not grow with the account. */
const MOST_PAGES = 5;
const MOST_CHARACTERS = 2_000_000;

/** What was read, and where the run goes on after it. */
export interface Taken {
  readonly read: PageRead;
  readonly next: Place | undefined;
}

/** A page that could not be read. */
export interface Failed {
  readonly at: Place;
  readonly thrown: unknown;
}

/** Reads pages while others are being written. */
export interface ReadAhead {
  /**
   * What has been read meanwhile, as far as it can be written at once; waits where that is nothing. After the
   * last page undefined, or what keeps it from going on.
   */
  take(): Promise<Taken | Failed | undefined>;
  /** Reads no more. */
  stop(): void;
}

/** What is to be compared, or asked for because of that, depends on what is written. */
const dependsOnWritten = ({ phase }: Place): boolean => phase === 'compare' || phase === 'confirm';

const lengthOf = ({ rows }: PageRead): number => rows.reduce((sum, { payload }) => sum + payload.length, 0);

/** Pages between the one who reads them and the one who writes them. */
class Shelf {
  readonly #pages: Taken[] = [];
  #characters = 0;
  #changed = Promise.withResolvers<void>();
  #end: { readonly failed: Failed | undefined } | undefined;

  get isClosed(): boolean {
    return this.#end !== undefined;
  }

  #tell(): void {
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
  }

  close(failed?: Failed): void {
    this.#end ??= { failed };
    this.#tell();
  }

  async put(page: Taken): Promise<void> {
    this.#pages.push(page);
    this.#characters += lengthOf(page.read);
    this.#tell();
    while (this.#end === undefined && this.#isFull()) await this.#changed.promise;
  }

  #isFull(): boolean {
    return this.#pages.length >= MOST_PAGES || this.#characters >= MOST_CHARACTERS;
  }

  async take(): Promise<Taken | Failed | undefined> {
    while (this.#pages.length === 0) {
      if (this.#end !== undefined) return this.#end.failed;
      await this.#changed.promise;
    }
    const taken = this.#pages.splice(0, countJoined(this.#pages.map(({ read }) => read)));
    this.#characters -= taken.reduce((sum, { read }) => sum + lengthOf(read), 0);
    this.#tell();
    const read = joinPages(taken.map((page) => page.read));
    return read && { read, next: taken.at(-1)?.next };
  }
}

const fill = async (on: RunContext, shelf: Shelf, start: Place, most: number): Promise<void> => {
  let place: Place | undefined = start;
  for (let count = 0; count < most && place !== undefined && !shelf.isClosed; count += 1) {
    const at: Place = place;
    try {
      const read = await readPage(on, at);
      const next = placeAfter(on, read);
      await shelf.put({ read, next });
      place = next === undefined || dependsOnWritten(next) || read.isForgotten === true ? undefined : next;
    } catch (thrown) {
      shelf.close({ at, thrown });
    }
  }
  shelf.close();
};

/**
 * Begins to read there, so many pages at most. Where the vendor is slower than the database, each page is
 * taken by itself; where it is faster, those that came while others were written are taken together.
 */
export const readAhead = (on: RunContext, start: Place, most: number): ReadAhead => {
  const shelf = new Shelf();
  void fill(on, shelf, start, most);
  return { take: () => shelf.take(), stop: () => shelf.close() };
};
