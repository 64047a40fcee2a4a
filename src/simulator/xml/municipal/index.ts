import type { MunicipalLayout, MunicipalNote, SimDocument } from '../../office';
import { DECLARATION, type RenderContext } from '../parts';
import { renderAbrasf1, renderAbrasf1List, renderAbrasf2, renderGinfes } from './abrasf';
import { factsOf, type NoteFacts } from './note';
import { renderIpm, renderSaoPaulo, renderUnknown } from './own';

const RENDERERS: Readonly<Record<MunicipalLayout, (facts: NoteFacts) => string>> = {
  abrasf1: renderAbrasf1,
  'abrasf1-list': renderAbrasf1List,
  abrasf2: renderAbrasf2,
  ginfes: renderGinfes,
  'sao-paulo': renderSaoPaulo,
  ipm: renderIpm,
  unknown: renderUnknown,
};

/** A municipal NFS-e in the layout of its city; a copy that is handed out again has other bytes and is the same note. */
export function renderMunicipal(document: SimDocument, note: MunicipalNote, context: RenderContext): string {
  const xml = DECLARATION + RENDERERS[note.city.layout](factsOf(document, note, context));
  return note.again === 'whitespace' && !note.first ? xml.replaceAll('><', '>\n<') : xml;
}
