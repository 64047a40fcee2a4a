import { defineErrors } from './define';

export const fiscalErrors = defineErrors({});
