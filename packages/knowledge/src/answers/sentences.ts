const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

const MARKER = /^\s*(?:[-*]\s+)?(?:\[[ x]\]\s+)?/u;
const CELL = ' | ';

/** A row of a table as a sentence: what it is of, and what is said of that. */
const rowText = (row: string): string => {
  const [first = '', ...others] = row.split(CELL).map((cell) => cell.trim());
  return others.length === 0 ? first : `${first}: ${others.filter((cell) => cell !== '').join(', ')}`;
};

/** What a passage says, sentence by sentence; an item of a list and a row of a table are one each. */
export const sentencesOf = (passage: string): readonly string[] =>
  passage
    .split('\n')
    .map((line) => line.replace(MARKER, ''))
    .flatMap((line) =>
      line.includes(CELL)
        ? [rowText(line)]
        : Array.from(segmenter.segment(line), ({ segment }) => segment.trim()),
    )
    .filter((sentence) => /\p{L}{2}/u.test(sentence));

/** Words by which people ask, and that no page has to hold. */
const ASKING = new Set(
  `a an and any anybody anyone are can could did do does for from get give go happen happens has have help how
   i if in is it its know long many may me might much must need of often on one or our ours please say says shall
   should so some somebody someone tell that the their them there they thing things to us use want we what whats
   when where which who whom whose why will with would you your`.split(/\s+/u),
);

/** The words of a question that say what it is about. */
export const askedWords = (question: string): readonly string[] => [
  ...new Set(
    (
      question
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{N}]+/gu) ?? []
    ).filter((word) => !ASKING.has(word)),
  ),
];
