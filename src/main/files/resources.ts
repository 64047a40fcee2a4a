import { join } from 'node:path';
import { app } from 'electron';

/** A file of resources/, which lies beside out/ in a package as in the sources. */
export function resource(...segments: readonly string[]): string {
  return join(import.meta.dirname, '..', '..', 'resources', ...segments);
}

/** What the build says of the packages that it is made of. In a package it lies outside of the archive, where people can open it. */
export function noticesFolder(): string {
  return app.isPackaged ? join(process.resourcesPath, 'notices') : join(import.meta.dirname, '..', 'notices');
}
