import { decodeWide, wideEncoding } from './decode';
import type { FiscalLimits } from './limits';
import type { RepairCode } from './repairs';
import { scan, type RootSpan, type UnitSpan } from './scan';

export interface Unit extends Pick<UnitSpan, 'name' | 'layout' | 'element' | 'bodies'> {
  readonly bytes: Uint8Array;
}

/** One root element of a file, as bytes of the original. */
export interface Part extends Pick<RootSpan, 'name' | 'complete' | 'bodies'> {
  readonly bytes: Uint8Array;
  /** The root's start tag, one character a byte: enough to read its namespaces. */
  readonly startTag: string;
  readonly units: readonly Unit[];
}

export interface Split {
  readonly parts: readonly Part[];
  readonly repairs: readonly RepairCode[];
}

/**
 * Cuts a file into its root elements and their units. Every slice is a view of the original bytes, never a copy that was written anew.
 *
 * The bytes are scanned as latin1, one character a byte, because all markup is ASCII in every encoding but UTF-16: so offsets are
 * exact, and each part is decoded later by its own declaration. UTF-16 is decoded first and has two bytes a character; its second and
 * later parts have no byte-order mark of their own, and are still decodable by the NUL beside their first "<".
 *
 * A part begins at its byte-order mark or declaration. A unit inside a batch is the bytes of its element alone, so it has neither the
 * declaration nor the namespaces that the batch declares.
 */
export function split(bytes: Uint8Array, limits: FiscalLimits): Split {
  const wide = wideEncoding(bytes);
  const width = wide === null ? 1 : 2;
  const text = wide
    ? decodeWide(bytes, wide)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  const { roots, repairs } = scan(text, limits);
  const slice = (start: number, end: number): Uint8Array => bytes.subarray(start * width, end * width);
  const parts = roots.map((root) => ({
    name: root.name,
    complete: root.complete,
    bodies: root.bodies,
    bytes: slice(root.start, root.end),
    startTag: text.slice(root.tag, text.indexOf('>', root.tag) + 1 || undefined),
    units: root.units.map(({ name, layout, element, bodies, start, end }) => ({
      name,
      layout,
      element,
      bodies,
      bytes: slice(start, end),
    })),
  }));
  return { parts, repairs };
}
