import { sha256Of } from '../archive';
import { asciiUpper, foldStatus, type Sha256, type SiegKind } from '../domain';
import { readFiscal, type FiscalDocument, type FiscalEvent, type FiscalRefusal } from '../fiscal';
import type { SiegFile } from '../sieg';
import type { KeptFile } from './kept';
import { intakeMessages } from '../../shared/messages/pt-BR/intake';

export interface Hashed<Item> {
  readonly item: Item;
  readonly sha256: Sha256;
}

export interface ReadBatch {
  readonly documents: readonly Hashed<FiscalDocument>[];
  readonly events: readonly Hashed<FiscalEvent>[];
  readonly keep: readonly KeptFile[];
  readonly refusals: readonly { readonly code: string; readonly message: string; readonly keyHint: string | null }[];
}

const KEY_IN_NAME = /(?<![0-9A-Z])\d{6}[0-9A-Z]{12}\d{26}(?![0-9A-Z])/;

function keyInName(name: string | null): string | null {
  return name === null ? null : (KEY_IN_NAME.exec(asciiUpper(name))?.[0] ?? null);
}

/** A refused authorisation (cStat such as 204) is no document; denied and cancelled ones are. */
function isRejected(document: FiscalDocument): boolean {
  if (document.protocol === null) return false;
  return (
    foldStatus([{ type: 'protocol', model: document.model, cStat: document.protocol.status }]).state === 'rejected'
  );
}

class Collector implements ReadBatch {
  readonly documents: Hashed<FiscalDocument>[] = [];
  readonly events: Hashed<FiscalEvent>[] = [];
  readonly keep: KeptFile[] = [];
  readonly refusals: { code: string; message: string; keyHint: string | null }[] = [];

  refuse(code: string, message: string, keyHint: string | null, bytes: Uint8Array): void {
    this.refusals.push({ code, message, keyHint });
    this.keep.push({
      category: 'refused',
      code,
      reason: message,
      identity: keyHint,
      situation: null,
      bytes,
      sha256: sha256Of(bytes),
    });
  }

  refuseAll(refusals: readonly FiscalRefusal[], nameHint: string | null): void {
    for (const refusal of refusals) {
      const hint = refusal.keyHint ?? (refusals.length === 1 ? nameHint : null);
      this.refuse(refusal.code, refusal.message, hint, refusal.bytes);
    }
  }
}

/**
 * Everything that was told apart in a batch, once each and by its meaning: documents and events by identity, what is kept beside them by its
 * bytes. Broken files leave a mark only where they show whose they are.
 */
export function contentsOf({ documents, events, keep }: ReadBatch): string[] {
  return [
    ...new Set([
      ...documents.map(({ item }) => `document ${item.identity}`),
      ...events.map(({ item }) => `event ${item.identity}`),
      ...keep.flatMap(({ category, identity, sha256 }) => {
        if (category === 'original') return [];
        if (category === 'refused') return identity === null ? [] : [`refused ${identity}`];
        return [`${category} ${sha256}`];
      }),
    ]),
  ];
}

/** Reads the files of a batch into documents and events; everything else is to be kept with its reason. Never throws for content. */
export function readBatch(files: readonly SiegFile[], handedOutAs?: SiegKind): ReadBatch {
  const collected = new Collector();
  for (const file of files) {
    const nameHint = keyInName(file.name);
    if (file.problem !== null) {
      collected.refuse(
        `SIEG_${file.problem.toUpperCase().replace(/-/g, '_')}`,
        intakeMessages.unreadable[file.problem],
        nameHint,
        file.bytes,
      );
      continue;
    }
    const reading = readFiscal(file.bytes, { handedOutAs });
    collected.refuseAll(reading.refusals, nameHint);
    if (reading.items.some((item) => item.bytes.byteLength !== file.bytes.byteLength)) {
      collected.keep.push({
        category: 'original',
        code: null,
        reason: intakeMessages.severalDocuments,
        identity: null,
        situation: null,
        bytes: file.bytes,
        sha256: sha256Of(file.bytes),
      });
    }
    for (const item of reading.items) {
      const sha256 = sha256Of(item.bytes);
      if (item.type === 'document' && !isRejected(item)) collected.documents.push({ item, sha256 });
      else if (item.type === 'event') collected.events.push({ item, sha256 });
      else {
        const category = item.type === 'document' ? 'refused' : item.type === 'summary' ? 'summary' : 'voided';
        const identity =
          item.type === 'document' ? item.identity : item.type === 'summary' ? item.documentIdentity : null;
        const situation = item.type === 'summary' ? item.situation : item.type === 'voided-range' ? item.status : null;
        const reason = intakeMessages[category];
        const code = item.type === 'document' ? 'REJECTED_BY_SEFAZ' : null;
        collected.keep.push({ category, code, reason, identity, situation, bytes: item.bytes, sha256 });
      }
    }
  }
  return collected;
}
