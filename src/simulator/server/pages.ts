import { hash32, type SimFile } from '../office';
import type { OutgoingFile } from './answers';
import type { Call, Services } from './call';
import { answeredSlice, handedOut, isDeadPage } from './dead';
import type { Slice } from './inputs';
import type { Selection } from './vault';

const GARBAGE = '### arquivo indisponível no momento ###';

/** A municipal NFS-e has no key: how SIEG names its files is not known, and nobody may depend on it. */
function fileName(file: SimFile): string {
  if (file.type === 'event') return `${file.document.key}_${file.eventType}_${String(file.sequence)}.xml`;
  const { key, number, parties } = file;
  return key === '' ? `NFSe_${parties[0]?.taxId ?? ''}_${number}.xml` : `${key}.xml`;
}

export function outgoing(files: readonly SimFile[], services: Services): OutgoingFile[] {
  return files.map((file) => ({ name: fileName(file), content: handedOut(file, services), garbage: false }));
}

/** Spoils one file: in two cases of three it is cut off, else it is no XML at all. */
function spoil(files: readonly OutgoingFile[], fingerprint: string): OutgoingFile[] {
  const victim = hash32('victim', fingerprint) % Math.max(1, files.length);
  const truncated = hash32('damage', fingerprint) % 3 !== 0;
  return files.map((file, index) => {
    if (index !== victim) return file;
    return truncated
      ? { ...file, content: file.content.slice(0, Math.floor(file.content.length * 0.6)) }
      : { ...file, content: GARBAGE, garbage: true };
  });
}

/**
 * The files of one page, after the quirks that concern its content.
 * @param pass names the query without Skip and Take: repetitions must not move when the page size changes.
 */
export function pageFiles(
  selection: Selection,
  asked: Slice,
  pass: string,
  call: Call,
  services: Services,
): OutgoingFile[] {
  const slice = answeredSlice(asked, services.dead);
  if (isDeadPage(selection, slice, services.dead)) return [];
  const files = services.vault.stream(selection, pass).slice(slice.skip, slice.skip + slice.take);
  if (files.length === 0) return [];
  if (services.misfortune.has('deep-empty') && slice.skip >= services.deepEmptyAt) {
    call.note('deep-empty');
    return [];
  }
  if (call.trouble === 'empty-pages') {
    call.note('empty-pages');
    return [];
  }
  if (new Set(files).size < files.length || repeatsBorder(selection, slice, pass, services)) call.note('duplicates');
  const sound = outgoing(files, services);
  if (call.trouble !== 'broken-xml') return sound;
  call.note('broken-xml');
  return spoil(sound, call.fingerprint);
}

/** Whether the page begins with the file that ended the page before it. */
function repeatsBorder(selection: Selection, slice: Slice, pass: string, services: Services): boolean {
  const stream = services.vault.stream(selection, pass);
  return slice.skip > 0 && stream[slice.skip] === stream[slice.skip - 1];
}
