import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, csvText, inertCsv } from '../../../src/engine/reports';
import { nastyText } from './nasty';

/** A plain reader of the dialect, written for the tests alone. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted && character === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && character === ';') {
      row.push(cell);
      cell = '';
    } else if (!quoted && text.startsWith('\r\n', at)) {
      rows.push([...row, cell]);
      [row, cell, at] = [[], '', at + 1];
    } else cell += character;
  }
  return rows;
}

describe('a cell of a CSV', () => {
  it.each(['=1+1', '+55', '-2', '@SUM(A1)', '\t=1', '\rx', '\nx', '  =1', '\u00A0+1', '\u200B=1', '＝1', '\u0000=1'])(
    'is inert: %j',
    (text) => {
      expect(inertCsv(text).startsWith("'")).toBe(true);
    },
  );

  it.each(['', 'a', 'a=b', '35250812345678000195550010000000011000000017', "'x", 'Saída', '0012', '(=)'])(
    'stays as it is: %j',
    (text) => {
      expect(inertCsv(text)).toBe(text);
    },
  );

  it('never begins a formula, and keeps its text, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(nastyText, { minLength: 1, maxLength: 6 }), (cells) => {
        const read = readCsv(csvLine(cells));
        expect(read).toHaveLength(1);
        expect(read[0]).toHaveLength(cells.length);
        for (const cell of read[0] ?? []) expect(cell).not.toMatch(/^[\s\p{Cf}]*[=+\-@\t\r\n]/u);
        expect(read[0]?.map((cell, index) => cell === inertCsv(cells[index] ?? ''))).not.toContain(false);
      }),
    );
  });

  it('is a number for a number and empty for nothing', () => {
    expect(csvLine([1234.5, -3, null, Number.NaN])).toBe('1234,5;-3;;\r\n');
  });
});

describe('a CSV', () => {
  it('has a byte order mark, titles and CRLF', async () => {
    const pieces: string[] = [];
    for await (const piece of csvText(['Chave', 'Número'], [['0001', 2]])) pieces.push(piece);
    expect(pieces.join('')).toBe('\uFEFFChave;Número\r\n0001;2\r\n');
  });
});
