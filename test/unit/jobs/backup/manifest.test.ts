import { describe, expect, it } from 'vitest';
import {
  checkChain,
  inOrder,
  openManifest,
  sealManifest,
  type Manifest,
} from '../../../../src/engine/jobs/backup/manifest';
import { maloteCode } from '../../../support/malote-code';

const sha = 'a'.repeat(64);

function manifest(id: string, changes: Partial<Manifest> = {}): Manifest {
  return {
    format: 1,
    program: '0.1.0',
    workspace: 'escritório',
    id,
    sequence: 1,
    createdAt: '2026-11-30T12:00:00.000Z',
    previous: null,
    ledger: { version: 15, counts: { documents: 3 } },
    files: [{ path: 'malote.db', size: 5, sha256: sha, slices: [sha] }],
    ...changes,
  };
}

describe('a manifest', () => {
  it('is read as it was written', () => {
    const { bytes, sealed } = sealManifest(manifest('um'));
    expect(openManifest('um', bytes)).toEqual(sealed);
  });

  it('is refused with any one byte changed, and cut anywhere, each by its name', () => {
    const { bytes } = sealManifest(manifest('um'));
    for (let at = 0; at < bytes.length; at += 1) {
      const altered = Uint8Array.from(bytes);
      altered[at] = (altered[at] ?? 0) ^ 1;
      const code = maloteCode(() => openManifest('um', altered));
      // only the line's end is not part of it
      if (code !== null) expect(['BACKUP_ALTERED', 'BACKUP_TRUNCATED']).toContain(code);
      else expect(at).toBe(bytes.length - 1);
    }
    for (let length = 0; length < bytes.length - 1; length += 1)
      expect(['BACKUP_TRUNCATED', 'BACKUP_ALTERED']).toContain(
        maloteCode(() => openManifest('um', bytes.subarray(0, length))),
      );
    expect(maloteCode(() => openManifest('um', bytes.subarray(0, 40)))).toBe('BACKUP_TRUNCATED');
  });

  it('is not taken under another name, nor from a newer program', () => {
    const { bytes } = sealManifest(manifest('um'));
    expect(maloteCode(() => openManifest('dois', bytes))).toBe('BACKUP_ALTERED');
    const newer = sealManifest({ ...manifest('um'), format: 2 as 1 });
    expect(maloteCode(() => openManifest('um', newer.bytes))).toBe('BACKUP_NEWER');
  });

  it('knows the one before it, and says when that is another now', () => {
    const first = sealManifest(manifest('um')).sealed;
    const previous = { id: 'um', sha256: first.sha256 };
    const second = sealManifest(manifest('dois', { sequence: 2, previous })).sealed;
    checkChain(second, [second, first]);
    // retention has taken it away
    checkChain(second, [second]);
    const forged = sealManifest(manifest('um', { program: '9' })).sealed;
    expect(maloteCode(() => checkChain(second, [second, forged]))).toBe('BACKUP_CHAIN_BROKEN');
  });

  it('stands in the order of its chain, whatever the clock said', () => {
    const later = sealManifest(manifest('b', { sequence: 2, createdAt: '2020-01-01T00:00:00.000Z' })).sealed;
    const earlier = sealManifest(manifest('a')).sealed;
    expect(inOrder([earlier, later])).toEqual([later, earlier]);
  });
});
