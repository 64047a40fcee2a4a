import { defineErrors } from './define';

export const cliErrors = defineErrors({});
