/**
 * Files for people: workbooks, CSV, the page of evidence, Resumo_Auditoria.
 * Each file of the folder of reports appears whole or not at all, and none replaces another. Texts are texts, never formulas.
 * It writes workbooks and never reads one; nothing in its files is live.
 */
export { csvLine, csvText, inertCsv, printable, type Cell } from './cells';
export { writeMonthPage, writeMonthWorkbook, type HashedFile, type MonthReport } from './month-report';
export type { Issue } from './month-page';
export { REPORTS_FOLDER, ReportFolder, stamp, type WriteReport } from './report-folder';
export { eachRow, type ReadPage } from './rows';
export { summaryPath, writeSummaries } from './summaries';
export { MAX_SHEET_ROWS, sheetName, writeWorkbook, type Column, type ColumnKind, type Sheet } from './workbook';
