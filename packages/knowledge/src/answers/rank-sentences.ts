/** A passage as its sentences, each by its terms: words in the form in which they are searched. */
export interface TermedPassage {
  /** Of the page's title and the headings above. */
  readonly around: ReadonlySet<string>;
  readonly sentences: readonly ReadonlySet<string>[];
}

/** Which sentence of which passage, and how much of the question it answers: 0 to 1. */
export interface RankedSentence {
  readonly passage: number;
  readonly sentence: number;
  readonly score: number;
}

/** What a term counts where the sentence holds it, where a heading above does, where a neighbour does. */
const OWN = 1;
const ABOVE = 0.75;
const NEXT_TO = 0.4;
/** Of two that say the same the shorter one comes first. */
const BREVITY = 0.02;

const weightsOf = (
  terms: readonly string[],
  passages: readonly TermedPassage[],
): ReadonlyMap<string, number> => {
  const holds = ({ around, sentences }: TermedPassage, term: string): boolean =>
    around.has(term) || sentences.some((one) => one.has(term));
  return new Map(
    terms.map((term) => {
      const held = passages.filter((passage) => holds(passage, term)).length;
      return [term, Math.log(1 + (passages.length + 1) / (held + 1))];
    }),
  );
};

const placeOf = ({ around, sentences }: TermedPassage, at: number, term: string): number => {
  if (sentences[at]?.has(term) === true) return OWN;
  if (around.has(term)) return ABOVE;
  const isNear = sentences[at - 1]?.has(term) === true || sentences[at + 1]?.has(term) === true;
  return isNear ? NEXT_TO : 0;
};

/**
 * The sentences that hold a word of the question, those first that answer most of it. Rare words count more, words
 * that nobody has written down count against all. Equal ones stay in the order of their passages.
 */
export const rankSentences = (
  terms: readonly string[],
  passages: readonly TermedPassage[],
): readonly RankedSentence[] => {
  const weights = weightsOf(terms, passages);
  const whole = terms.reduce((sum, term) => sum + (weights.get(term) ?? 0), 0);
  if (whole === 0) return [];
  const scoreOf = (passage: TermedPassage, at: number): number => {
    const told = terms.reduce((sum, term) => sum + (weights.get(term) ?? 0) * placeOf(passage, at, term), 0);
    return (told / whole) * (1 - BREVITY) + BREVITY / (1 + (passage.sentences[at]?.size ?? 0));
  };
  return passages
    .flatMap((one, passage) =>
      one.sentences.flatMap((held, sentence) =>
        terms.some((term) => held.has(term)) ? [{ passage, sentence, score: scoreOf(one, sentence) }] : [],
      ),
    )
    .toSorted((one, other) => other.score - one.score);
};
