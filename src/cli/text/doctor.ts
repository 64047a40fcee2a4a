import type { DiagnosisLine, DiagnosisStatus } from '../../shared/ipc/diagnosis';
import { DIAGNOSIS_TITLES, diagnosisMark } from '../../shared/messages/pt-BR/diagnosis';
import type { Style } from './style';
import { padRight, widthOf, wrap } from './width';

const GAP = '  ';
/** Narrower, a sentence would be a column of words. */
const NARROWEST_TEXT = 24;

/** A line for each thing that was looked at; below it, further in, what to do. */
export function renderDiagnosis(
  lines: readonly DiagnosisLine[],
  { style, columns }: { readonly style: Style; readonly columns: number },
): string[] {
  const titles = Math.max(0, ...lines.map(({ item }) => widthOf(DIAGNOSIS_TITLES[item])));
  const indent = 1 + GAP.length + titles + GAP.length;
  const width = Math.max(NARROWEST_TEXT, columns - indent);
  const below = ' '.repeat(indent);
  return lines.flatMap(({ item, status, found, fix }) => {
    const paint = paintOf(status, style);
    const [first = '', ...rest] = wrap(found, width);
    const head = `${diagnosisMark(status)}${GAP}${padRight(DIAGNOSIS_TITLES[item], titles)}${GAP}`;
    return [
      `${paint(head)}${first}`,
      ...rest.map((text) => `${below}${text}`),
      ...(fix === null ? [] : wrap(`→ ${fix}`, width).map((text) => `${below}${style.strong(text)}`)),
    ];
  });
}

function paintOf(status: DiagnosisStatus, style: Style): (text: string) => string {
  return { ok: style.good, warning: style.warning, fault: style.bad, unknown: style.quiet }[status];
}
