import { HOST_PLATFORM } from '../../src/engine/shares';
import type { FsPort, Platform } from '../../src/engine/shares';

/** How a system of the other kind would write a folder of this machine. */
export function locationOn(platform: Platform, location: string): string {
  if (platform === HOST_PLATFORM) return location;
  return platform === 'win32' ? `C:${location.replaceAll('/', '\\')}` : `/${location.replaceAll('\\', '/')}`;
}

/** The path of this machine behind one that `locationOn` and a root of the other kind have written. */
function home(platform: Platform, path: string): string {
  if (platform === HOST_PLATFORM) return path;
  if (platform === 'win32') return path.replaceAll('\\', '/').replace(/^(?:\/\/\?\/)?C:/, '');
  return path.startsWith('/proc/') ? path : path.replace(/^\//, '').replaceAll('/', '\\');
}

/**
 * This machine's files under the names of either kind of system: `fs` is told paths as this machine writes them. With
 * `openLocalRoot({ platform, location: locationOn(…) })` every host shows what a root does on the other.
 */
export function fsOn(platform: Platform, fs: FsPort): FsPort {
  const at = (path: string): string => home(platform, path);
  return {
    open: (path, flags) => fs.open(at(path), flags),
    readFile: (path, most) => fs.readFile(at(path), most),
    digest: (path) => fs.digest(at(path)),
    readPart: (path, from, bytes) => fs.readPart(at(path), from, bytes),
    stat: (path) => fs.stat(at(path)),
    sizes: (paths) => fs.sizes(paths.map(at)),
    mkdir: (path) => fs.mkdir(at(path)),
    readdir: (path) => fs.readdir(at(path)),
    rename: (from, to) => fs.rename(at(from), at(to)),
    link: (existing, added) => fs.link(at(existing), at(added)),
    unlink: (path) => fs.unlink(at(path)),
    rmdir: (path) => fs.rmdir(at(path)),
    freeBytes: (path) => fs.freeBytes(at(path)),
  };
}
