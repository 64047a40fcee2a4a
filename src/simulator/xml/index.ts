import type { SimDocument, SimFile } from '../office';
import { renderBill } from './bill';
import { renderCfe } from './cfe';
import { renderCte } from './cte';
import { renderEvent } from './event';
import { renderMunicipal } from './municipal';
import { renderNfe } from './nfe';
import { renderNfse } from './nfse';
import type { RenderContext } from './parts';

export type { RenderContext } from './parts';

function renderDocument(document: SimDocument, context: RenderContext): string {
  const { municipal, model } = document;
  if (municipal !== undefined) return renderMunicipal(document, municipal, context);
  if (model === '62' || model === '66') return renderBill(document, context);
  switch (document.kind) {
    case 'NFe':
    case 'NFCe':
      return renderNfe(document, context);
    case 'CTe':
      return renderCte(document, context);
    case 'CFe':
      return renderCfe(document, context);
    case 'NFSe':
      return renderNfse(document, context);
  }
}

/** The XML of a document or an event: always the same text for the same file, with nothing kept in memory. */
export function renderXml(file: SimFile, context: RenderContext): string {
  return file.type === 'event' ? renderEvent(file) : renderDocument(file, context);
}
