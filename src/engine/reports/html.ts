import { printable } from './cells';

/** Markup that is safe to write as it stands. Made by `markup` and `raw` alone. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | null | Markup | readonly (string | Markup)[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function partText(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return part.map(partText).join('');
}

/** Whatever is put in is escaped, unless it is markup itself. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => text + partText(parts[index] ?? null)).join(''));
}

/** A text of the program itself: style sheet, fixed markup. Never data. */
export function raw(text: string): Markup {
  return new Markup(text);
}
