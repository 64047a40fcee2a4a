import { nodeFs } from '../../src/engine/shares';
import type { FileFacts, FsPort, OpenFile } from '../../src/engine/shares';

/** The real file system with some calls, or some calls on open files, replaced. */
export function faultyFs(
  changes: Partial<FsPort>,
  fileChanges: (file: OpenFile) => Partial<OpenFile> = () => ({}),
): FsPort {
  return {
    ...nodeFs,
    open: async (path, flags) => {
      const file = await nodeFs.open(path, flags);
      return flags === 'wx' ? { ...file, ...fileChanges(file) } : file;
    },
    ...changes,
  };
}

/** As if it lay on another volume. */
export function withDevice(facts: FileFacts | null, device: bigint): FileFacts | null {
  return facts === null ? null : { ...facts, device };
}

/** A rejection as Node gives it. */
export function systemFailure(code: string, errno?: number): Promise<never> {
  return Promise.reject(Object.assign(new Error(`${code}: bent`), { code, ...(errno === undefined ? {} : { errno }) }));
}
