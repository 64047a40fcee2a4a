import { useEffect, useState } from 'react';
import { useServices } from './services';

const MINUTE_MS = 60_000;

/** The time, drawn again every minute: for what says how long something has waited. */
export function useMinute(): Date {
  const { now } = useServices();
  const [minute, setMinute] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setMinute(now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, [now]);
  return minute;
}
