export { RowButton, Table } from './Table';
export type { Column, Sort } from './Table';
