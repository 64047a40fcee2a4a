import { cpus, totalmem } from 'node:os';

/** Prints the machine, so that a figure is never read without it. */
export function printMachine(): void {
  const [cpu] = cpus();
  const gib = (totalmem() / 2 ** 30).toFixed(0);
  console.log(
    `machine: ${String(cpus().length)} × ${cpu?.model ?? '?'}, ${gib} GiB, Node ${process.versions.node}, ${process.platform}`,
  );
}

/** Prints a figure with its bound and makes the bench fail when it is missed. */
export function bound(name: string, value: number, atMost: number, unit = ''): void {
  const met = value <= atMost;
  console.log(`${met ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(2)}${unit} (at most ${String(atMost)}${unit})`);
  if (!met) process.exitCode = 1;
}

/** As `bound`, for what must reach a value. */
export function atLeast(name: string, value: number, least: number, unit = ''): void {
  const met = value >= least;
  console.log(`${met ? 'ok  ' : 'MISS'} ${name}: ${value.toFixed(2)}${unit} (at least ${String(least)}${unit})`);
  if (!met) process.exitCode = 1;
}

export function figure(name: string, value: number, unit: string, digits = 0): void {
  console.log(`     ${name}: ${value.toFixed(digits)} ${unit}`);
}

/** Milliseconds of processor time that this process has used, all its threads together. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
