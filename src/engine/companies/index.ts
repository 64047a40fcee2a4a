export { fetchWorkbook, MAX_WORKBOOK_BYTES, type ReadWorkbookFile } from './fetch-workbook';
export type { FetchOptions } from './fetch-workbook';
export { readWorkbook } from './read-workbook';
export { isAddress, shownSource } from './source';
export type { BadCompanyRow, Company, CompanyList, LeftOutSheet } from './types';
