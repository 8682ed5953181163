/** What has to be let go of, the last taken first. */
export interface Releasers {
  add(release: () => Promise<void>): void;
  /** Runs all of them, whatever some of them throw; throws the first of it in the end. */
  releaseAll(): Promise<void>;
}

/** Remembers how to undo what was done. */
export const makeReleasers = (): Releasers => {
  const releases: (() => Promise<void>)[] = [];
  return {
    add: (release) => {
      releases.push(release);
    },
    releaseAll: async () => {
      const errors: unknown[] = [];
      for (let release = releases.pop(); release !== undefined; release = releases.pop()) {
        try {
          await release();
        } catch (err) {
          errors.push(err);
        }
      }
      if (errors.length > 0) throw errors[0];
    },
  };
};
