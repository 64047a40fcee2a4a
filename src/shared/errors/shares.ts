import { defineErrors } from './define';

export const sharesErrors = defineErrors({});
