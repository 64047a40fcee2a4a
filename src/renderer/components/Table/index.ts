export { nextSort, RowButton, Table, Ticked } from './Table';
export type { Column, Sort } from './Table';
