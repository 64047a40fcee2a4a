import type { CompanyImportView } from '../../shared/views';
import {
  allRowsUsed,
  hiddenRowsSentence,
  leavesOutClients,
  leftOutSentence,
  paddedSentence,
} from '../../shared/messages/pt-BR/sheets';
import { count, counted } from './numbers';
import type { Style } from './style';
import { renderFacts, renderTable } from './table';

const RETIRED_NOTE = 'os documentos delas continuam guardados';

/** What the workbook brought: totals, then every row that could not be used, with its reason. */
export function renderImport(view: CompanyImportView, style: Style): string[] {
  return [
    style.strong(`Empresas de ${view.source}`),
    '',
    ...renderFacts([
      ...(view.sheet === null ? [] : [{ label: 'Aba usada', value: view.sheet }]),
      { label: 'Empresas na planilha', value: count(view.total) },
      { label: '  novas', value: count(view.added) },
      { label: '  alteradas', value: count(view.changed) },
      {
        label: '  que saíram da lista',
        value: count(view.retired),
        ...(view.retired === 0 ? {} : { note: RETIRED_NOTE }),
      },
      { label: 'Linhas sem uso', value: count(view.badRows.length) },
    ]),
    ...badRows(view, style),
    '',
    ...leftOut(view, style),
    ...(view.padded.length === 0 ? [] : [style.warning(paddedSentence(view.padded))]),
    ...(view.hiddenRows === undefined ? [] : [style.warning(hiddenRowsSentence(view.hiddenRows))]),
    closing(view, style),
  ];
}

function badRows({ badRows: rows }: CompanyImportView, style: Style): string[] {
  if (rows.length === 0) return [];
  const [head = '', ...lines] = renderTable(
    [
      { title: 'Linha', align: 'right' },
      { title: 'Motivo', align: 'left' },
    ],
    rows.map(({ row, reason }) => [String(row), reason]),
    Number.POSITIVE_INFINITY,
  );
  return ['', style.quiet(head), ...lines];
}

function leftOut({ leftOut: sheets }: CompanyImportView, style: Style): string[] {
  if (sheets.length === 0) return [];
  const sentence = leftOutSentence(sheets);
  return [leavesOutClients(sheets) ? style.warning(sentence) : sentence];
}

function closing({ badRows: rows, sheet }: CompanyImportView, style: Style): string {
  if (rows.length === 0) return style.good(allRowsUsed(sheet));
  const count = counted(rows.length, 'linha não pôde ser usada', 'linhas não puderam ser usadas');
  return style.warning(`${count}; corrija na planilha e importe de novo. As demais já valem.`);
}
