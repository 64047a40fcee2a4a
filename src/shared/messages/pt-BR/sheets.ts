import { count, counted, listed } from './numbers';

/** A sheet of the workbook of companies that was not used. */
export interface UnusedSheet {
  readonly name: string;
  readonly hidden: boolean;
  /** Whether it has the columns of a list of companies. */
  readonly isList: boolean;
}

const TOLD = 8;

function named({ name, hidden }: UnusedSheet): string {
  return hidden ? `"${name}" (oculta)` : `"${name}"`;
}

/** Which sheets were left out, and what to do where they hold companies too; empty when none was. */
export function leftOutSentence(sheets: readonly UnusedSheet[]): string {
  const [first] = sheets;
  if (first === undefined) return '';
  const lists = sheets.some(({ isList }) => isList);
  const advice = lists ? ' Se há nelas empresas que devem ser acompanhadas, junte-as na aba usada.' : '';
  if (sheets.length === 1) return `Ficou de fora a aba ${named(first)}.${advice.replace('nelas', 'nela')}`;
  const names = sheets.slice(0, TOLD).map(named);
  if (sheets.length > TOLD) names.push(`outras ${count(sheets.length - TOLD)}`);
  return `Ficaram de fora as abas ${listed(names)}.${advice}`;
}

/** Said only where every row below the header is a company. */
export function allRowsUsed(sheet: string | null): string {
  return sheet === null
    ? 'Todas as linhas da planilha foram usadas.'
    : `Todas as linhas da aba "${sheet}" foram usadas.`;
}

/** "1 linha não pôde ser usada" */
export function unusedRows(rows: number): string {
  return counted(rows, 'linha não pôde ser usada', 'linhas não puderam ser usadas');
}

/** How many rows could not be used, where each is named beside it. */
export function unusedRowsSentence(rows: number): string {
  return `${unusedRows(rows)}; corrija na planilha e importe de novo. As demais já valem.`;
}

/** Whether clients may be missing because a sheet that everybody sees was not used. */
export function leavesOutClients(sheets: readonly UnusedSheet[]): boolean {
  return sheets.some(({ isList, hidden }) => isList && !hidden);
}

/** A short number that was taken for a tax id with the zeros that it lacks. */
export interface PaddedNumber {
  readonly row: number;
  readonly written: string;
  readonly taxId: string;
}

/** What was made of short numbers, so that a person can see whether it is right; empty when there were none. */
export function paddedSentence(padded: readonly PaddedNumber[]): string {
  if (padded.length === 0) return '';
  const cells = padded.slice(0, TOLD).map(({ row, written, taxId }) => `linha ${count(row)}, ${written} como ${taxId}`);
  if (padded.length > TOLD) cells.push(`outros ${count(padded.length - TOLD)}`);
  const what = counted(padded.length, 'número curto foi completado', 'números curtos foram completados');
  return `${what} com zeros à esquerda, porque os dígitos verificadores conferem: ${listed(cells)}. Confira.`;
}

/** Hidden rows are used like the others, and a person must know: companies that were hidden because they left would be asked for. */
export function hiddenRowsSentence(rows: number): string {
  if (rows === 0) return '';
  const used = counted(rows, 'linha oculta da planilha foi usada', 'linhas ocultas da planilha foram usadas');
  return `${used}. Se essas empresas não devem ser acompanhadas, apague as linhas e importe de novo.`;
}
