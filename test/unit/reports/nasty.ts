import fc from 'fast-check';

/** Texts that spreadsheets, XML and file systems trip over, alone and in a row. */
export const nastyText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '=',
        '+',
        '-',
        '@',
        '\t',
        '\r',
        '\n',
        '\r\n',
        ';',
        '"',
        "'",
        '|',
        '%',
        '\u0000',
        '\u001B',
        '\uFEFF',
      ),
      fc.constantFrom(
        '\u00A0',
        '\u200B',
        '\uFFFF',
        '\uD800',
        '\uDC00',
        '😀',
        '＝',
        '<f>',
        '</v>',
        '&amp;',
        ']]>',
        '_x0041_',
      ),
      fc.constantFrom('HYPERLINK("http://x";"y")', "cmd|' /C calc'!A0", '1+1', 'DDE', 'Ação', '0001', '1e5'),
      fc.string({ unit: 'binary', maxLength: 8 }),
    ),
    { maxLength: 6 },
  )
  .map((parts) => parts.join(''));
