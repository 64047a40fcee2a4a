/**
 * The list of clients: a file or an address becomes bytes, the bytes become companies, with the sheet and the columns that were found.
 * Every row is a company or is named with its number and reason; other sheets that hold something are named, never mixed in.
 * No message holds the query string of an address. It writes nothing: what becomes of the list is decided above.
 */
export { fetchWorkbook, MAX_WORKBOOK_BYTES, type ReadWorkbookFile } from './fetch-workbook';
export type { FetchOptions } from './fetch-workbook';
export { readWorkbook } from './read-workbook';
export { isAddress, shownSource } from './source';
export type { BadCompanyRow, Company, CompanyList, LeftOutSheet } from './types';
