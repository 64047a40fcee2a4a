import { alerts } from './alerts';
import { assistant } from './assistant';
import { common } from './common';
import { evidence } from './evidence';
import { panel } from './panel';
import { settings } from './settings';
import { shares } from './shares';

/** Brazilian Portuguese, by screen. */
export const ptBR = { common, panel, evidence, shares, alerts, assistant, settings };
