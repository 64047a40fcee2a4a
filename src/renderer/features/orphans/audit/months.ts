/** "2025-08" → "08/2025" */
export function shortMonth(month: string): string {
  return `${month.slice(5, 7)}/${month.slice(0, 4)}`;
}

/** The first and the last of some months, oldest first: "08/2025", "08/2025 – 10/2025". */
export function shortMonths(months: readonly string[]): string {
  const [first] = months;
  const last = months.at(-1);
  if (first === undefined || last === undefined) return '–';
  return first === last ? shortMonth(first) : `${shortMonth(first)} – ${shortMonth(last)}`;
}
