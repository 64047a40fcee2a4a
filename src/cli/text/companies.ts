import type { CompanyImportView } from '../../shared/views';
import {
  allRowsUsed,
  hiddenRowsSentence,
  leavesOutClients,
  leftOutSentence,
  paddedSentence,
  unusedRowsSentence,
} from '../../shared/messages/pt-BR/sheets';
import { count } from '../../shared/messages/pt-BR/numbers';
import { companiesMessages } from '../../shared/messages/pt-BR/terminal/imports';
import type { Style } from './style';
import { partOf, renderFacts, renderTable } from './table';

/** What the workbook brought: totals, then every row that could not be used, with its reason. */
export function renderImport(view: CompanyImportView, style: Style): string[] {
  const { facts } = companiesMessages;
  return [
    style.strong(companiesMessages.title(view.source)),
    '',
    ...renderFacts([
      ...(view.sheet === null ? [] : [{ label: facts.sheet, value: view.sheet }]),
      { label: facts.total, value: count(view.total) },
      { label: partOf(facts.added), value: count(view.added) },
      { label: partOf(facts.changed), value: count(view.changed) },
      {
        label: partOf(facts.retired),
        value: count(view.retired),
        ...(view.retired === 0 ? {} : { note: facts.retiredNote }),
      },
      { label: facts.badRows, value: count(view.badRows.length) },
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
      { title: companiesMessages.columns.row, align: 'right' },
      { title: companiesMessages.columns.reason, align: 'left' },
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
  return style.warning(unusedRowsSentence(rows.length));
}
