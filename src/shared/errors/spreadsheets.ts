import { UNFIT_CONTENT } from './behaviour';
import { defineErrors } from './define';
import { SHARED_ADVICE } from './shared-advice';

export const spreadsheetsErrors = defineErrors({
  SPREADSHEET_BROKEN: {
    behaviour: UNFIT_CONTENT,
    sentence: 'O arquivo não pôde ser lido como planilha: {reason}.',
    action: SHARED_ADVICE.saveAsXlsx,
  },
  SPREADSHEET_TOO_LARGE: {
    behaviour: UNFIT_CONTENT,
    sentence: 'A planilha passa do que pode ser lido: {limit}.',
    action: 'Deixe na planilha apenas o que é preciso e tente de novo.',
  },
});
