import { defineErrors } from './define';

export const companiesErrors = defineErrors({});
