/**
 * Waits for all of them, also after one has failed: work that was begun must have ended before its caller goes on (and closes
 * what it works with). @throws the first failure.
 */
export async function allOrThrow<Value>(work: readonly Promise<Value>[]): Promise<Value[]> {
  const results = await Promise.allSettled(work);
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}
