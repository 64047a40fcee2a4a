/** What a process needs of its surroundings to run at all, by the names of the three systems. */
const NEEDED = ['SystemRoot', 'windir', 'TEMP', 'TMP', 'TMPDIR', 'LANG', 'LC_ALL', 'TZ', 'LD_LIBRARY_PATH'];

/**
 * The environment of a share agent: it handles files only, so that no secret and no switch of the parent's goes with it. Each
 * call that hangs on a dead share holds one thread of Node's pool; with 64 of them a health check still finds a free one.
 */
export function agentEnvironment(parent: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const kept = NEEDED.flatMap((name) => {
    const value = parent[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), UV_THREADPOOL_SIZE: '64' };
}
