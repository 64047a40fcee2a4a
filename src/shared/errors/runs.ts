import { defineErrors } from './define';

export const runsErrors = defineErrors({});
