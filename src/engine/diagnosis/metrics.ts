import type { HealthView } from '../../shared/health';

type Value = number | null;

interface Metric {
  readonly name: string;
  readonly help: string;
  /** By its labels, as they stand in the text; null: not known, and left out. */
  readonly values: readonly (readonly [string, Value])[];
}

const seconds = (iso: string | null): Value => (iso === null ? null : Date.parse(iso) / 1_000);
const alone = (value: Value): Metric['values'] => [['', value]];

/** The health in the text format of Prometheus (0.0.4). What is not known has no line: it is never zero. */
export function metricsText(view: HealthView): string {
  return metricsOf(view).map(textOf).join('');
}

function metricsOf({ healthy, engine, shares, lastRun, waiting, newestDocumentAt }: HealthView): Metric[] {
  const outcome = lastRun?.outcome ?? null;
  return [
    { name: 'malote_healthy', help: 'Whether nothing asks for attention.', values: alone(healthy ? 1 : 0) },
    {
      name: 'malote_engine_last_sign_timestamp_seconds',
      help: 'Last sign of life of an engine that watches.',
      values: alone(seconds(engine.lastSignAt)),
    },
    {
      name: 'malote_deliveries_waiting',
      help: 'Files that wait for their delivery.',
      values: alone(waiting.deliveries),
    },
    { name: 'malote_deliveries_failed', help: 'Of those, which have failed before.', values: alone(waiting.failed) },
    {
      name: 'malote_conflicts',
      help: 'Other content stands under the name of a file.',
      values: alone(waiting.conflicts),
    },
    { name: 'malote_spooled_pages', help: 'Pages that wait for the archive.', values: alone(waiting.spooledPages) },
    {
      name: 'malote_oldest_waiting_timestamp_seconds',
      help: 'Since when the oldest of what waits does.',
      values: alone(seconds(waiting.oldestAt)),
    },
    {
      name: 'malote_newest_document_timestamp_seconds',
      help: 'When the newest document was archived.',
      values: alone(seconds(newestDocumentAt)),
    },
    {
      name: 'malote_share_up',
      help: 'Whether a folder was up when it last changed.',
      values: shares.map(({ root, state }) => [`{root="${root}"}`, state === 'ok' || state === 'degraded' ? 1 : 0]),
    },
    {
      name: 'malote_last_run_end_timestamp_seconds',
      help: 'When the last run of a month ended.',
      values: alone(seconds(lastRun?.endedAt ?? null)),
    },
    {
      name: 'malote_last_run_complete',
      help: 'Whether the last run that ended left nothing open.',
      values: alone(outcome === null ? null : outcome === 'complete' ? 1 : 0),
    },
  ];
}

function textOf({ name, help, values }: Metric): string {
  const lines = values.flatMap(([labels, value]) => (value === null ? [] : [`${name}${labels} ${String(value)}\n`]));
  return lines.length === 0 ? '' : `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${lines.join('')}`;
}
