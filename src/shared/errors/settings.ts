import { defineErrors } from './define';

export const settingsErrors = defineErrors({});
