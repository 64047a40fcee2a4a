export { Field, TextInput } from './Field';
export type { FieldControl, FieldProps } from './Field';
