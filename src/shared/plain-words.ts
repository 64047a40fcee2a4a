/**
 * What a stranger wrote (SIEG's words, a cell, the name of a file) as it may stand in a sentence, on a terminal and in a log: one line
 * that says what it shows. Taken out are sequences for terminals, control characters, and what turns, joins or hides letters without
 * being seen; breaks of lines become blanks, so that no text can look like an entry of its own.
 */
export function plainWords(text: string): string {
  return text.replace(SEQUENCES, '').replace(BREAKS, ' ').replace(UNSEEN, '');
}

/** As `plainWords`, for an entry of a log, which may be several lines (a stack): every further one is seen to belong to the first. */
export function plainEntry(text: string): string {
  return text
    .split(/\r\n|[\n\r\v\f\u0085\u2028\u2029]/)
    .map(plainWords)
    .join('\n    ');
}

/** ESC or CSI with what follows it: colours, movements of the cursor, titles of windows, links. */
const SEQUENCES = new RegExp(
  [
    '\\u001b\\][^\\u0007\\u001b]*(?:\\u0007|\\u001b\\\\)',
    '(?:\\u001b\\[|\\u009b)[0-?]*[ -/]*[@-~]',
    '\\u001b[ -/]*[0-~]',
  ].join('|'),
  'g',
);
const BREAKS = /(?:\r\n|[\t\n\r\v\f\u0085\u2028\u2029])+/g;
/** Control characters, marks of direction, joiners, variation selectors, tags, the byte order mark, the soft hyphen. */
const UNSEEN = /[\p{Cc}\p{Cf}\u034f\u115f\u1160\u3164\ufe00-\ufe0f\uffa0]/gu;
