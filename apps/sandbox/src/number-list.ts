type Numbers = Float64Array | Int32Array | Uint32Array | Uint16Array;

/** A list of numbers that takes no more room than they need. */
export interface NumberList {
  at(index: number): number;
  put(index: number, value: number): void;
  /** Where it was put. */
  push(value: number): number;
  size(): number;
  /** Lets go of what comes from there on. */
  cut(size: number): void;
}

const FIRST_ROOM = 64;

/** `make` says how large a number may be. */
export const makeNumberList = (make: (length: number) => Numbers): NumberList => {
  let items = make(FIRST_ROOM);
  let size = 0;
  const grow = (): void => {
    const larger = make(Math.ceil(items.length * 1.5));
    larger.set(items);
    items = larger;
  };
  return {
    at: (index) => items[index] ?? 0,
    put: (index, value) => {
      items[index] = value;
    },
    push: (value) => {
      if (size === items.length) grow();
      items[size] = value;
      size += 1;
      return size - 1;
    },
    size: () => size,
    cut: (to) => {
      size = Math.min(size, to);
    },
  };
};
