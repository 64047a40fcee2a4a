import { defineErrors } from './define';

export const ledgerErrors = defineErrors({});
