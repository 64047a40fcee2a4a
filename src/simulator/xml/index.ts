import type { SimDocument, SimFile } from '../office';
import { renderCfe } from './cfe';
import { renderCte } from './cte';
import { renderEvent } from './event';
import { renderNfe } from './nfe';
import { renderNfse } from './nfse';
import type { RenderContext } from './parts';

export type { RenderContext } from './parts';

function renderDocument(document: SimDocument, context: RenderContext): string {
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
