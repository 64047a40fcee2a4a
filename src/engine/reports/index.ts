export { csvLine, csvText, inertCsv, printable, type Cell } from './cells';
export { writeMonthPage, writeMonthWorkbook, type HashedFile, type MonthReport } from './month-report';
export type { Issue } from './month-page';
export { REPORTS_FOLDER, ReportFolder, stamp, type WriteReport } from './report-folder';
export { eachRow, type ReadPage } from './rows';
export { summaryPath, writeSummaries } from './summaries';
export { momentWords } from './words';
export { MAX_SHEET_ROWS, sheetName, writeWorkbook, type Column, type ColumnKind, type Sheet } from './workbook';
