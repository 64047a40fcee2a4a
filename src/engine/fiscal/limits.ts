/** Ceilings that keep one file from exhausting the program. Real documents stay far below all of them. */
export interface FiscalLimits {
  /** Size of a file in bytes. */
  readonly bytes: number;
  /** Depth of nested elements. */
  readonly depth: number;
  /** Attributes of one element. */
  readonly attributes: number;
  /** Characters of one start tag, attributes included. */
  readonly tagLength: number;
  /** Elements in one file. */
  readonly elements: number;
  /** Numeric character references ("&#233;") in one file. */
  readonly references: number;
  /** Documents in one file, packed ones (`docZip`) included. */
  readonly documents: number;
  /** Bytes that the packed documents of one file may unpack to, together; each of them is held to `bytes`. */
  readonly unpacked: number;
}

export const DEFAULT_LIMITS: FiscalLimits = {
  bytes: 10 * 1024 * 1024,
  depth: 64,
  attributes: 256,
  tagLength: 65_536,
  elements: 500_000,
  references: 100_000,
  documents: 5_000,
  unpacked: 64 * 1024 * 1024,
};
