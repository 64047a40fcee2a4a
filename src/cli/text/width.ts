const segmenter = new Intl.Segmenter('pt-BR', { granularity: 'grapheme' });

function graphemes(text: string): string[] {
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Columns that a text takes on a terminal: an accented letter is one, whether it is written with one code point or two. */
export function widthOf(text: string): number {
  return graphemes(text.replace(COLOUR, '')).length;
}

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

export function padRight(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padLeft(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

/** The text in at most `width` columns; what is cut off ends in an ellipsis. For texts without colours. */
export function fit(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  return width <= 0
    ? ''
    : `${graphemes(text)
        .slice(0, width - 1)
        .join('')}…`;
}

/** Breaks a sentence into lines of at most `width` columns, at spaces; a longer word keeps a line of its own. */
export function wrap(text: string, width: number): string[] {
  const [first = '', ...words] = text.split(' ');
  const lines: string[] = [];
  let line = first;
  for (const word of words) {
    const longer = `${line} ${word}`;
    if (widthOf(longer) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
