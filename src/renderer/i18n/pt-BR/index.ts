import { assistant } from './assistant';
import { common } from './common';
import { evidence } from './evidence';
import { panel } from './panel';
import { settings } from './settings';

/** Brazilian Portuguese, by screen. */
export const ptBR = { common, panel, evidence, assistant, settings };
