import { Writable } from 'node:stream';

/** A console that remembers, with its lines parsed back from JSON. */
export const makeMemoryOutput = (extra: { isTTY?: boolean } = {}) => {
  let text = '';
  const stream = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      text += chunk.toString();
      done();
    },
  });
  return {
    stream: Object.assign(stream, extra),
    text: () => text,
    records: (): Record<string, unknown>[] =>
      text
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line)),
  };
};
