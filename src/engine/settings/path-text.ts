/** Marks that Windows' "Copy as path" and its dialogs leave around a path: directions (U+202A), a byte-order mark, blanks without width. */
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const QUOTED = /^(["'“”«])(.*)["'“”»]$/su;

/** A path without what nobody has typed: quotes around it, invisible marks, blanks at its ends. */
export function plainPath(text: string): string {
  const visible = text.replace(INVISIBLE, '').trim();
  return (QUOTED.exec(visible)?.[2] ?? visible).trim();
}

const CONTROL = /\p{Cc}/u;
const NAMES: Readonly<Record<string, string>> = {
  '\t': 'uma tabulação',
  '\n': 'uma quebra de linha',
  '\r': 'uma quebra de linha',
  '\b': 'um caractere de controle',
  '\f': 'um caractere de controle',
};

/** Why no folder or file can have this path, whatever lies there; null when it may. */
export function pathProblem(path: string): string | null {
  const control = CONTROL.exec(path)?.[0];
  if (control !== undefined)
    return `há ${NAMES[control] ?? 'um caractere de controle'} no caminho; se ele foi escrito no arquivo, dobre as barras: C:\\\\pasta`;
  if (/^\\(?!\\)/.test(path))
    return 'o caminho começa com uma barra só; um caminho de rede começa com duas (no arquivo, dobre as barras: quatro)';
  return path.includes('"') ? 'há aspas no meio do caminho' : null;
}
