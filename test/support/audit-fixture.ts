import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AuditService } from '../../src/engine/jobs/audit';
import { JobRunner } from '../../src/engine/jobs/runner';
import type { FileRoot } from '../../src/engine/shares';
import type { AuditView, Finding } from '../../src/shared/ipc/audit';
import type { IntakeFixture } from './intake-fixture';
import { readingsOf } from './readings';

/** An audit room on a desk's own roots and ledger. */
export function auditService(
  fixture: IntakeFixture,
  changes: { readonly archive?: FileRoot; readonly filesAtOnce?: number } = {},
): AuditService {
  const { archive = fixture.roots.archive, filesAtOnce } = changes;
  return new AuditService({
    ledger: fixture.ledger,
    readings: readingsOf(fixture.ledger),
    within: (work) => work({ archive, kept: fixture.roots.kept }),
    now: () => fixture.clock.now(),
    runner: new JobRunner({ ledger: fixture.ledger, onChange: () => undefined }),
    ...(filesAtOnce === undefined ? {} : { filesAtOnce }),
  });
}

export const EVERYTHING = { months: null, companies: null } as const;

export async function findingsOf(room: AuditService, audit: Pick<AuditView, 'id'>): Promise<readonly Finding[]> {
  return (await room.findings({ auditId: audit.id }, 0, 100_000)).lines;
}

/** Category, key and file of each finding, in order. */
export function named(findings: readonly Finding[]): string[] {
  return findings.map(({ category, identity, path }) => [category, identity ?? '-', path ?? '-'].join(' ')).sort();
}

/** What other hands do in the archive. */
export class OtherHands {
  constructor(private readonly fixture: IntakeFixture) {}

  #at(path: string): string {
    return join(this.fixture.folder, 'archive', ...path.split('/'));
  }

  async write(path: string, content: string): Promise<string> {
    await mkdir(dirname(this.#at(path)), { recursive: true });
    await writeFile(this.#at(path), content);
    return path;
  }

  async remove(path: string): Promise<void> {
    await rm(this.#at(path));
  }

  async move(from: string, to: string): Promise<void> {
    await mkdir(dirname(this.#at(to)), { recursive: true });
    await rename(this.#at(from), this.#at(to));
  }

  /** Sets the time of the last change, which a slow clock or a quick test would leave as it is. */
  async touch(path: string, at: Date): Promise<void> {
    await utimes(this.#at(path), at, at);
  }
}
