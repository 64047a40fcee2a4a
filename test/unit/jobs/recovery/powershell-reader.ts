/** One call of a script: what it copies from where to where. `names` null: the whole path under another name. */
export interface ScriptCall {
  readonly from: string;
  readonly to: string;
  readonly names: readonly string[] | null;
  /** The SHA-256 that each is held against. */
  readonly proofs: readonly string[];
}

export interface ReadScript {
  readonly head: readonly string[];
  readonly calls: readonly ScriptCall[];
  readonly tail: readonly string[];
}

/** What PowerShell's tokenizer takes for a single quote (CharExtensions.IsSingleQuote). */
const QUOTES = new Set(["'", '\u2018', '\u2019', '\u201A', '\u201B']);

type Token = { readonly is: 'text'; readonly text: string } | { readonly is: 'mark'; readonly text: string };

/** Reads one statement as PowerShell does: words, single-quoted strings in which a doubled quote is one, `@(`, `,` and `)`. */
function tokens(line: string): Token[] {
  const found: Token[] = [];
  for (let at = 0; at < line.length;) {
    const char = line[at]!;
    if (char === ' ') at += 1;
    else if (QUOTES.has(char)) {
      let text = '';
      for (at += 1; ; at += 1) {
        if (at >= line.length) throw new Error(`string without an end: ${line}`);
        if (!QUOTES.has(line[at]!)) text += line[at]!;
        else if (at + 1 < line.length && QUOTES.has(line[at + 1]!)) text += line[++at]!;
        else break;
      }
      at += 1;
      found.push({ is: 'text', text });
    } else {
      const mark = /^(?:@\(|,|\)|[A-Za-z]+)/.exec(line.slice(at))?.[0];
      if (mark === undefined) throw new Error(`unexpected ${JSON.stringify(line.slice(at, at + 20))}`);
      found.push({ is: 'mark', text: mark });
      at += mark.length;
    }
  }
  return found;
}

function textOf(token: Token | undefined): string {
  if (token?.is !== 'text') throw new Error('a string was expected');
  return token.text;
}

function callOf(line: string): ScriptCall {
  const [command, from, to, ...rest] = tokens(line);
  const paths = { from: textOf(from), to: textOf(to) };
  if (command?.text === 'CopiarComo' && rest.length === 1) return { ...paths, names: null, proofs: rest.map(textOf) };
  const marks = rest.map(({ is, text }) => (is === 'mark' ? text : 'text')).join(' ');
  if (command?.text !== 'Copiar' || !/^@\( text(?: , text)* \) @\( text(?: , text)* \)$/.test(marks))
    throw new Error(`no call: ${line}`);
  const names = listIn(
    rest.slice(
      0,
      rest.findIndex(({ is, text }) => is === 'mark' && text === ')'),
    ),
  );
  const proofs = listIn(rest).slice(names.length);
  if (names.length !== proofs.length) throw new Error(`a name without its proof: ${line}`);
  return { ...paths, names, proofs };
}

function listIn(found: readonly Token[]): string[] {
  return found.filter(({ is }) => is === 'text').map(({ text }) => text);
}

/** Reads a script that was written by somebody else, without knowing how. @throws where PowerShell would */
export function readScript(text: string): ReadScript {
  if (!text.startsWith('\uFEFF')) throw new Error('no byte order mark');
  const lines = text.slice(1).split('\r\n');
  if (lines.some((line) => /[\r\n]/.test(line))) throw new Error('a line that does not end in CRLF');
  if (lines.pop() !== '') throw new Error('the last line has no end');
  const isCall = (line: string): boolean => /^Copiar(?:Como)? /.test(line);
  const [first, last] = [lines.findIndex(isCall), lines.findLastIndex(isCall)];
  if (first < 0) return { head: lines, calls: [], tail: [] };
  return { head: lines.slice(0, first), calls: lines.slice(first, last + 1).map(callOf), tail: lines.slice(last + 1) };
}
