const segmenter = new Intl.Segmenter();
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

/** Text of others without control characters, which could steer the terminal. */
export const plain = (text: string): string => text.replaceAll(/\p{Cc}+/gu, ' ');

const charactersOf = (text: string): readonly string[] =>
  Array.from(segmenter.segment(text), ({ segment }) => segment);

const widthOf = (character: string): number => (WIDE.test(character) ? 2 : 1);

/** The columns that text takes on a terminal. */
export const textWidth = (text: string): number =>
  charactersOf(text).reduce((sum, character) => sum + widthOf(character), 0);

/** Text in at most that many columns, an ellipsis where something is missing. */
export const clip = (text: string, columns: number): string => {
  if (textWidth(text) <= columns) return text;
  let kept = '';
  let used = 1;
  for (const character of charactersOf(text)) {
    used += widthOf(character);
    if (used > columns) break;
    kept += character;
  }
  return `${kept}…`;
};
