/** What is earliest comes out first. */
export interface Heap<T extends { readonly at: number }> {
  push(item: T): void;
  pop(): T | undefined;
}

/** A binary heap by time; of one moment's in no order. */
export const makeHeap = <T extends { readonly at: number }>(): Heap<T> => {
  const items: T[] = [];
  const timeAt = (index: number): number => items[index]?.at ?? Infinity;
  const swap = (left: number, right: number): void => {
    const [a, b] = [items[left], items[right]];
    if (a === undefined || b === undefined) return;
    items[left] = b;
    items[right] = a;
  };
  const sink = (): void => {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      const least = timeAt(right) < timeAt(left) ? right : left;
      if (timeAt(least) >= timeAt(index)) return;
      swap(index, least);
      index = least;
    }
  };
  return {
    push: (item) => {
      let index = items.push(item) - 1;
      while (index > 0) {
        const parent = Math.floor((index - 1) / 2);
        if (timeAt(parent) <= timeAt(index)) return;
        swap(index, parent);
        index = parent;
      }
    },
    pop: () => {
      swap(0, items.length - 1);
      const item = items.pop();
      sink();
      return item;
    },
  };
};
