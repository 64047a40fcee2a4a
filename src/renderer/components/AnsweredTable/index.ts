export { AnsweredTable, type AnsweredList, type AnsweredTableProps } from './AnsweredTable';
