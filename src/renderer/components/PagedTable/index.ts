export { PagedTable, type PagedLines, type PagedTableProps } from './PagedTable';
