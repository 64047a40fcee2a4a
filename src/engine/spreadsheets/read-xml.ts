import { SaxesParser } from 'saxes';
import { isMaloteError } from '../../shared/errors';
import { streamDecoder, type StreamDecoder } from '../base';
import { broken } from './limits';
import { spreadsheetsMessages } from '../../shared/messages/pt-BR/spreadsheets';

export type Attributes = Readonly<Record<string, string>>;

/** What is told of a part's elements: names without their prefix, and how deep each stands (the root at 0). */
export interface ElementHandler {
  open(name: string, attributes: Attributes, depth: number): void;
  close(name: string, depth: number): void;
  text?(text: string): void;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

/** The value of the attribute with this name, whatever its prefix. */
export function attributeOf(attributes: Attributes, name: string): string | undefined {
  const found = attributes[name] ?? Object.entries(attributes).find(([key]) => localName(key) === name)?.[1];
  return found;
}

function parserFor(handler: ElementHandler): SaxesParser {
  const parser = new SaxesParser({ xmlns: false as const, position: false });
  let depth = 0;
  parser.on('error', (error) => {
    throw broken(spreadsheetsMessages.badXml, error);
  });
  parser.on('doctype', () => {
    throw broken(spreadsheetsMessages.dtd);
  });
  parser.on('opentag', ({ name, attributes }) => {
    handler.open(localName(name), attributes, depth);
    depth += 1;
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    handler.close(localName(name), depth);
  });
  if (handler.text !== undefined) {
    const text = handler.text.bind(handler);
    parser.on('text', text);
    parser.on('cdata', text);
  }
  return parser;
}

/**
 * Reads a part of XML piece by piece; it rests after each piece, so that whoever asked can take what is ready, or stop.
 * @throws SPREADSHEET_BROKEN, and what the pieces and the handler throw
 */
export async function* readXml(pieces: AsyncIterable<Uint8Array>, handler: ElementHandler): AsyncGenerator<undefined> {
  const parser = parserFor(handler);
  let decode: StreamDecoder | null = null;
  try {
    for await (const piece of pieces) {
      decode ??= streamDecoder(piece);
      parser.write(decode(piece));
      yield;
    }
    parser.write(decode?.() ?? '').close();
    yield;
  } catch (error) {
    throw isMaloteError(error) ? error : broken(spreadsheetsMessages.badXml, error);
  }
}

/** Reads the whole part. */
export async function readWhole(pieces: AsyncIterable<Uint8Array>, handler: ElementHandler): Promise<void> {
  const reading = readXml(pieces, handler);
  while ((await reading.next()).done !== true);
}
