import { MaloteError } from '../../shared/errors';
import type { ConsoleClient } from '../../shared/ipc/client';
import type { OutputOf } from '../../shared/ipc/contract';
import { PAGE_LINES } from './use-pages';

type Page = OutputOf<'engine', 'jobItems'>;

/** A page of what a recovery or a correction holds, of its own kind. @param after id of the last one seen; null for the first page */
export async function jobItems<Kind extends Page['kind']>(
  client: ConsoleClient,
  kind: Kind,
  subject: number,
  after: number | null,
): Promise<Extract<Page, { readonly kind: Kind }>> {
  const page = await client.engine.jobItems({ kind, subject, after: after ?? 0, limit: PAGE_LINES });
  if (!isOf(page, kind)) throw new MaloteError('IPC_BAD_ANSWER', { request: 'jobItems' });
  return page;
}

function isOf<Kind extends Page['kind']>(page: Page, kind: Kind): page is Extract<Page, { readonly kind: Kind }> {
  return page.kind === kind;
}
