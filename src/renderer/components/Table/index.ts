export { Table } from './Table';
export type { Column, Sort } from './Table';
