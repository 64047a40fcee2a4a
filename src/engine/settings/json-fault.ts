import { settingsMessages } from '../../shared/messages/pt-BR/settings';

/** One string of a JSON text, up to its closing quote or the end of its line; an escape is two characters, whatever they are. */
const STRING = /"(?:\\.|[^"\\\n])*("|\n|$)/g;
/** What JSON lets a backslash stand before. */
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** A path that ends in one backslash: it takes the quote with it that was meant to close the text. */
const SWALLOWED_QUOTE = /[^\\]\\"\s*(?:[,}]|$)/m;

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length;
}

/** Where a backslash stands alone: before what it escapes nothing of, or before the quote that was meant to close the text. */
function singleBackslash(text: string): number | null {
  for (const { 0: found, 1: closing, index } of text.matchAll(STRING)) {
    if (closing !== '"') return found.includes('\\') ? index + found.lastIndexOf('\\') : null;
    for (let at = found.indexOf('\\'); at >= 0; at = found.indexOf('\\', at)) {
      ESCAPE.lastIndex = at;
      const escape = ESCAPE.exec(found)?.[0];
      if (escape === undefined) return index + at;
      at += escape.length;
    }
  }
  return null;
}

/** Why a text is no JSON, in Portuguese, with the line where that can be told. */
export function jsonFault(text: string, error: unknown): string {
  const alone = singleBackslash(text);
  if (alone !== null) return settingsMessages.file.oneBackslashAt(lineAt(text, alone));
  const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
  if (position === undefined) return settingsMessages.file.noJson;
  const line = lineAt(text, Number(position));
  const swallowed = text.split('\n', line).some((written) => SWALLOWED_QUOTE.test(written));
  return swallowed ? settingsMessages.file.lostQuoteAt(line) : settingsMessages.file.noJsonAt(line);
}
