/** Puts class names together; what is not wanted may be `false`, `undefined` or empty. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== false && name !== undefined && name !== '').join(' ');
}
