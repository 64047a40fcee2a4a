import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameFault, frameOf, FrameReader } from '../../../src/engine-link/frames';

/** All messages of a stream that comes in these pieces. */
function readAll(pieces: readonly Buffer[], most?: number): unknown[] {
  const reader = new FrameReader(most);
  return pieces.flatMap((piece) => {
    reader.add(piece);
    const messages: unknown[] = [];
    for (let taken = reader.take(); taken !== null; taken = reader.take()) messages.push(taken.message);
    return messages;
  });
}

function cutAt(stream: Buffer, places: readonly number[]): Buffer[] {
  const cuts = [0, ...places.map((place) => place % (stream.length + 1)).sort((one, other) => one - other)];
  return cuts.map((from, index) => stream.subarray(from, cuts[index + 1] ?? stream.length));
}

const announcing = (length: number): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(length);
  return head;
};

describe('a frame', () => {
  it('comes out as it went in, however the stream is cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 8 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (messages, places) => {
          const stream = Buffer.concat(messages.map((message) => frameOf(message)));
          const said = messages.map((message) => JSON.parse(JSON.stringify(message)) as unknown);
          expect(readAll(cutAt(stream, places))).toEqual(said);
        },
      ),
    );
  });

  it('comes out byte by byte, with letters of several bytes', () => {
    const message = { texto: 'Fólio nº 1 — 🇧🇷', nulo: null };
    const stream = Buffer.concat([frameOf(message), frameOf(null)]);
    expect(readAll([...stream].map((byte) => Buffer.from([byte])))).toEqual([message, null]);
  });

  it('of what JSON has no word for is null', () => {
    expect(readAll([frameOf(undefined)])).toEqual([null]);
  });

  it('is refused by its length alone, before its content comes', () => {
    expect(() => readAll([announcing(0xffff_ffff)])).toThrow(FrameFault);
    expect(() => readAll([announcing(11)], 10)).toThrow(FrameFault);
    expect(readAll([announcing(10)], 10)).toEqual([]);
    expect(() => frameOf('a'.repeat(9), 10)).toThrow(FrameFault);
    expect(frameOf('a'.repeat(8), 10)).toHaveLength(14);
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no JSON', Buffer.from('{"a":')],
    ['no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22])],
  ])('is refused that holds %s', (_what, content) => {
    expect(() => readAll([announcing(content.length), content])).toThrow(FrameFault);
  });

  it('that anybody wrote is a message or a fault, and nothing else', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 }), (pieces) => {
        try {
          readAll(pieces.map((piece) => Buffer.from(piece)));
        } catch (error) {
          expect(error).toBeInstanceOf(FrameFault);
        }
      }),
    );
  });
});
