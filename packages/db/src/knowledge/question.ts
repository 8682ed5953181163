/** A question as the parts of a search. */
export interface ParsedQuestion {
  /** For `websearch_to_tsquery`: words, "phrases", -words and or. */
  readonly text: string;
  /** The words by themselves, for guesses and for a looser search. */
  readonly words: readonly string[];
  /** Whether it is words and nothing else, so that some of them may be missing. */
  readonly isLoose: boolean;
}

const MAX_WORDS = 16;

/** Signs inside a word part it, as they do in what is indexed; those before one may mean something. */
const INNER_SIGNS = /(?<=[\p{L}\p{N}])[-_./\\:@&#=|*~+]+(?=[\p{L}\p{N}])/gu;
const OPERATORS = /"|(?:^|\s)-[\p{L}\p{N}]|(?:^|\s)or(?:\s|$)/iu;

/** Reads what a person typed; nothing they can type is wrong. */
export const parseQuestion = (typed: string): ParsedQuestion => {
  const text = typed
    .normalize('NFKC')
    .replaceAll(/[“”„«»]/gu, '"')
    .replaceAll('\0', ' ')
    .replaceAll(INNER_SIGNS, ' ')
    .trim();
  const words = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? [])].slice(0, MAX_WORDS);
  return { text, words, isLoose: !OPERATORS.test(text) };
};

/** The question with words put in for others, whatever stands around them. */
export const replaceWords = (
  question: ParsedQuestion,
  better: ReadonlyMap<string, string>,
): ParsedQuestion => ({
  ...question,
  text: question.text.replaceAll(/[\p{L}\p{N}']+/gu, (word) => better.get(word.toLowerCase()) ?? word),
  words: question.words.map((word) => better.get(word) ?? word),
});
