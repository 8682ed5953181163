/** Waits for work until told to wait no longer. */
export interface Patience<T> {
  /** What the work came to; the answer of those who gave up if that comes first, or if it fails. */
  waitFor(work: Promise<T>): Promise<T>;
  /** Everybody who waits gives up. */
  end(): void;
}

export const makePatience = <T>(givenUp: T): Patience<T> => {
  const ways = new Set<(answer: T) => void>();
  return {
    waitFor: (work) => {
      const { promise, resolve } = Promise.withResolvers<T>();
      ways.add(resolve);
      const leave = (answer: T): void => {
        ways.delete(resolve);
        resolve(answer);
      };
      work.then(leave, () => leave(givenUp));
      return promise;
    },
    end: () => {
      for (const resolve of ways) resolve(givenUp);
    },
  };
};
