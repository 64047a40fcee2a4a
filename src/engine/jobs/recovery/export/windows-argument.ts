/**
 * How one argument is written into a command line, so that the program finds it again as it was, by the rules of CommandLineToArgvW and
 * of C programs: backslashes mean something only before a quote, and there each counts double. The script does the same with the same
 * two rules: PowerShell 5.1 puts arguments with a blank in quotes and leaves a backslash at their end as it is, which then escapes the
 * closing quote (`\\server\a share\`).
 */
export const ARGUMENT_RULES: readonly { readonly find: string; readonly put: string }[] = [
  { find: '(\\\\*)"', put: '$1$1\\"' },
  { find: '(\\\\+)$', put: '$1$1' },
];

/** Quotes stand around every argument. */
export function windowsArgument(text: string): string {
  const inner = ARGUMENT_RULES.reduce((rest, { find, put }) => rest.replaceAll(new RegExp(find, 'g'), put), text);
  return `"${inner}"`;
}
