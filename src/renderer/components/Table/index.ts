export { nextSort, type Column, type Sort } from './columns';
export { RowButton, Table, Ticked } from './Table';
