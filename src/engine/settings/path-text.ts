import { settingsMessages } from '../../shared/messages/pt-BR/settings';

/** Marks that Windows' "Copy as path" and its dialogs leave around a path: directions (U+202A), a byte-order mark, blanks without width. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const QUOTED = /^(["'“”«])(.*)["'“”»]$/su;

/** A path without what nobody has typed: quotes around it, invisible marks, blanks at its ends. */
export function plainPath(text: string): string {
  const visible = text.replace(INVISIBLE, '').trim();
  return (QUOTED.exec(visible)?.[2] ?? visible).trim();
}

const { path: words } = settingsMessages;

const CONTROL = /\p{Cc}/u;

/** Why no folder or file can have this path, whatever lies there; null when it may. */
export function pathProblem(path: string): string | null {
  const control = CONTROL.exec(path)?.[0];
  if (control !== undefined) return words.control(words.characters[control] ?? words.otherCharacter);
  if (/^\\(?!\\)/.test(path)) return words.oneBackslash;
  return path.includes('"') ? words.quotes : null;
}
