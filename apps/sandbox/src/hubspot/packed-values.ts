/** The names of a record's values in their order. Records with the same names share it. */
interface Layout {
  readonly names: readonly string[];
  readonly places: ReadonlyMap<string, number>;
  /** The layouts that have one name more. */
  readonly longer: Map<string, Layout>;
}

const layoutOf = (names: readonly string[]): Layout => ({
  names,
  places: new Map(names.map((name, place) => [name, place])),
  longer: new Map(),
});

/** A map that holds its texts only; millions of maps of their own would be mostly empty room. */
class PackedValues implements ReadonlyMap<string, string> {
  readonly #layout: Layout;
  readonly #texts: readonly string[];

  constructor(layout: Layout, texts: readonly string[]) {
    this.#layout = layout;
    this.#texts = texts;
  }

  get size(): number {
    return this.#texts.length;
  }

  get(name: string): string | undefined {
    const place = this.#layout.places.get(name);
    return place === undefined ? undefined : this.#texts[place];
  }

  has(name: string): boolean {
    return this.#layout.places.has(name);
  }

  keys(): MapIterator<string> {
    return this.#layout.names.values();
  }

  values(): MapIterator<string> {
    return this.#texts.values();
  }

  *entries(): Generator<[string, string], undefined, unknown> {
    const { names } = this.#layout;
    for (let place = 0; place < names.length; place += 1)
      yield [names[place] ?? '', this.#texts[place] ?? ''];
  }

  [Symbol.iterator](): Generator<[string, string], undefined, unknown> {
    return this.entries();
  }

  forEach(tell: (text: string, name: string, map: ReadonlyMap<string, string>) => void): void {
    for (const [name, text] of this) tell(text, name, this);
  }
}

/** Makes maps of few names and many records small. */
export interface Packer {
  /** The same values in the same order; they cannot be changed. */
  pack(values: ReadonlyMap<string, string>): ReadonlyMap<string, string>;
}

export const makePacker = (): Packer => {
  const shortest = layoutOf([]);
  const longer = (layout: Layout, name: string): Layout => {
    const known = layout.longer.get(name) ?? layoutOf([...layout.names, name]);
    layout.longer.set(name, known);
    return known;
  };
  return {
    pack: (values) => {
      let layout = shortest;
      const texts: string[] = [];
      for (const [name, text] of values) {
        layout = layout.longer.get(name) ?? longer(layout, name);
        texts.push(text);
      }
      // A copy has no room left over from growing.
      return new PackedValues(layout, texts.slice());
    },
  };
};
