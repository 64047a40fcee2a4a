/**
 * exceljs' writer alone: its main module also loads its readers, which Malote never calls
 * (docs/decisions/0023-reading-tables.md), and which would be shipped with all that they need.
 */
declare module 'exceljs/lib/stream/xlsx/workbook-writer.js' {
  import type ExcelJS from 'exceljs';
  const WorkbookWriter: typeof ExcelJS.stream.xlsx.WorkbookWriter;
  export default WorkbookWriter;
}
