/** Numbers by whole numbers, zero where none was put; small wherever what is near is used as well. */
export interface SparseNumbers {
  get(key: number): number;
  put(key: number, value: number): void;
}

const PAGE = 4_096;

export const makeSparseNumbers = (): SparseNumbers => {
  const pages = new Map<number, Int32Array>();
  return {
    get: (key) => pages.get(Math.floor(key / PAGE))?.[key % PAGE] ?? 0,
    put: (key, value) => {
      const number = Math.floor(key / PAGE);
      const page = pages.get(number) ?? new Int32Array(PAGE);
      page[key % PAGE] = value;
      pages.set(number, page);
    },
  };
};
