/**
 * A command line taken apart as Windows does it (CommandLineToArgvW, "Parsing C Command-Line Arguments"), its first word left out:
 * 2n backslashes before a quote are n and the quote opens or closes, 2n + 1 are n and the quote is one; elsewhere a backslash is itself;
 * within quotes a doubled quote is one.
 */
export function argumentsOf(line: string): string[] {
  const found: string[] = [];
  for (let at = firstWordEnd(line); ;) {
    while (line[at] === ' ' || line[at] === '\t') at += 1;
    if (at >= line.length) return found;
    const { text, next } = argumentAt(line, at);
    found.push(text);
    at = next;
  }
}

function firstWordEnd(line: string): number {
  const end = line.startsWith('"') ? line.indexOf('"', 1) + 1 : line.search(/[ \t]|$/);
  if (end <= 0) throw new Error('a program without an end');
  return end;
}

function argumentAt(line: string, start: number): { readonly text: string; readonly next: number } {
  let [text, at, isQuoted] = ['', start, false];
  while (at < line.length && (isQuoted || !/[ \t]/.test(line[at]!))) {
    const slashes = /^\\*/.exec(line.slice(at))![0].length;
    at += slashes;
    if (line[at] !== '"') {
      text += '\\'.repeat(slashes);
      if (slashes === 0) text += line[at++]!;
      continue;
    }
    text += '\\'.repeat(Math.floor(slashes / 2));
    if (slashes % 2 === 1 || (isQuoted && line[at + 1] === '"')) {
      text += '"';
      at += slashes % 2 === 1 ? 1 : 2;
    } else {
      isQuoted = !isQuoted;
      at += 1;
    }
  }
  return { text, next: at };
}
