import { defineErrors } from './define';

export const siegErrors = defineErrors({});
