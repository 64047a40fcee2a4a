export { FactTable, type FactTableProps } from './FactTable';
