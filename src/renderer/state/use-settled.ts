import { useEffect, useState } from 'react';

const REST_MS = 250;

/** A value once it has rested for a moment: a search is not asked anew at every key. */
export function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), REST_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
