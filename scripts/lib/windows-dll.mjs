const RVA = 0x1000;
const FILE_ALIGNMENT = 0x200;
const EXPORT_DIRECTORY_BYTES = 40;

/** @param {string} text */
const zeroEnded = (text) => Buffer.from(`${text}\0`, 'latin1');

/**
 * A 64-bit Windows library whose one export is another library's: all that a Wine lacks which is older than a program's habit.
 * @param {string} library its own file name
 * @param {string} name of the export
 * @param {string} target `library.Name`, without `.dll`
 * @returns {Buffer} the file
 */
export function forwardingLibrary(library, name, target) {
  const section = exportSection(library, name, target);
  const body = Buffer.alloc(Math.ceil(section.length / FILE_ALIGNMENT) * FILE_ALIGNMENT);
  section.copy(body);
  return Buffer.concat([headers(section.length, body.length), body]);
}

/**
 * The export directory, its three tables of one entry each, and their texts.
 * @param {string} library
 * @param {string} name
 * @param {string} target
 */
function exportSection(library, name, target) {
  const functions = RVA + EXPORT_DIRECTORY_BYTES;
  const [names, ordinals, texts] = [functions + 4, functions + 8, functions + 12];
  const written = [library, name, target].map(zeroEnded);
  const [libraryAt, nameAt, targetAt] = written.map((_, index) =>
    written.slice(0, index).reduce((at, text) => at + text.length, texts),
  );
  const tables = Buffer.alloc(EXPORT_DIRECTORY_BYTES + 12);
  // from offset 12 on: name, first ordinal, count of functions, count of names, and where the tables lie
  [libraryAt ?? 0, 1, 1, 1, functions, names, ordinals, targetAt ?? 0, nameAt ?? 0].forEach((value, index) =>
    tables.writeUInt32LE(value, 12 + 4 * index),
  );
  return Buffer.concat([tables, ...written]);
}

/**
 * @param {number} size of the section
 * @param {number} rawSize as it lies in the file
 */
function headers(size, rawSize) {
  const header = Buffer.alloc(FILE_ALIGNMENT);
  const pe = 0x80;
  header.write('MZ');
  header.writeUInt32LE(pe, 0x3c);
  header.write('PE\0\0', pe, 'latin1');
  const coff = pe + 4;
  header.writeUInt16LE(0x8664, coff); // x86-64
  header.writeUInt16LE(1, coff + 2); // one section
  header.writeUInt16LE(240, coff + 16); // bytes of the optional header
  header.writeUInt16LE(0x2022, coff + 18); // executable, large addresses, library
  const optional = coff + 20;
  header.writeUInt16LE(0x20b, optional); // PE32+
  header.writeUInt32LE(rawSize, optional + 8);
  header.writeBigUInt64LE(0x180000000n, optional + 24); // where it would like to be loaded
  header.writeUInt32LE(0x1000, optional + 32); // alignment in memory
  header.writeUInt32LE(FILE_ALIGNMENT, optional + 36);
  header.writeUInt16LE(6, optional + 40); // operating system and subsystem of Vista and later
  header.writeUInt16LE(6, optional + 48);
  header.writeUInt32LE(0x2000, optional + 56); // bytes in memory
  header.writeUInt32LE(FILE_ALIGNMENT, optional + 60); // of all headers
  header.writeUInt16LE(3, optional + 68); // console
  header.writeUInt16LE(0x160, optional + 70);
  [0x100000n, 0x1000n, 0x100000n, 0x1000n].forEach((value, index) =>
    header.writeBigUInt64LE(value, optional + 72 + 8 * index),
  );
  header.writeUInt32LE(16, optional + 108); // directories, the first of which are the exports
  header.writeUInt32LE(RVA, optional + 112);
  header.writeUInt32LE(size, optional + 116);
  const section = optional + 240;
  header.write('.rdata', section, 'latin1');
  header.writeUInt32LE(size, section + 8);
  header.writeUInt32LE(RVA, section + 12);
  header.writeUInt32LE(rawSize, section + 16);
  header.writeUInt32LE(FILE_ALIGNMENT, section + 20);
  header.writeUInt32LE(0x40000040, section + 36); // initialised, readable
  return header;
}
