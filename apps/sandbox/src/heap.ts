/** What is earliest comes out first. */
export interface Heap<T extends { readonly at: number }> {
  push(item: T): void;
  pop(): T | undefined;
  /** What would come out, left where it is. */
  first(): T | undefined;
  size(): number;
}

/** A binary heap by time; what is of one moment comes out as `isFirst` says, and else as it went in. */
export const makeHeap = <T extends { readonly at: number }>(
  isFirst?: (left: T, right: T) => boolean,
): Heap<T> => {
  const items: { readonly item: T; readonly order: number }[] = [];
  let pushed = 0;
  const isBefore = (left: number, right: number): boolean => {
    const [a, b] = [items[left], items[right]];
    if (a === undefined || b === undefined) return a !== undefined;
    if (a.item.at !== b.item.at) return a.item.at < b.item.at;
    return isFirst?.(a.item, b.item) ?? a.order < b.order;
  };
  const swap = (left: number, right: number): void => {
    const [a, b] = [items[left], items[right]];
    if (a === undefined || b === undefined) return;
    items[left] = b;
    items[right] = a;
  };
  const sink = (): void => {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const least = isBefore(right, left) ? right : left;
      if (!isBefore(least, index)) return;
      swap(index, least);
      index = least;
    }
  };
  return {
    push: (item) => {
      let index = items.push({ item, order: (pushed += 1) }) - 1;
      while (index > 0) {
        const parent = Math.floor((index - 1) / 2);
        if (!isBefore(index, parent)) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop: () => {
      swap(0, items.length - 1);
      const first = items.pop();
      sink();
      return first?.item;
    },
    first: () => items[0]?.item,
    size: () => items.length,
  };
};
