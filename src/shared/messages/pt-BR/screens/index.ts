import { advice } from './advice';
import { alerts } from './alerts';
import { assistant } from './assistant';
import { common } from './common';
import { company } from './company';
import { corrections } from './corrections';
import { diagnosis } from './diagnosis';
import { document } from './document';
import { evidence } from './evidence';
import { history } from './history';
import { legacy } from './legacy';
import { orphans } from './orphans';
import { panel } from './panel';
import { recovery } from './recovery';
import { schedule } from './schedule';
import { settings } from './settings';
import { shares } from './shares';

/** Brazilian Portuguese, by screen. */
export const ptBR = {
  advice,
  common,
  panel,
  evidence,
  orphans,
  schedule,
  recovery,
  corrections,
  legacy,
  history,
  company,
  diagnosis,
  document,
  shares,
  alerts,
  assistant,
  settings,
};
