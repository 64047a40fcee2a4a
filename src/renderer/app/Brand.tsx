import type { ReactNode } from 'react';

/** The sealed pouch. */
export function Brand({ size = 24 }: { readonly size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" aria-hidden>
      <path
        d="M8.2 6.6 6.9 3.4c-.2-.5.2-1 .7-1h8.8c.5 0 .9.5.7 1l-1.3 3.2"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinejoin="round"
      />
      <path
        d="M8 7h8c2.9 2.4 4.9 5.9 4.9 9.1 0 3.6-2.3 5.4-5 5.4H8.1c-2.7 0-5-1.8-5-5.4C3.1 12.9 5.1 9.4 8 7Z"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinejoin="round"
      />
      <path d="M7.6 6.9h8.8" stroke="currentColor" strokeWidth="2.4" strokeLinecap="round" />
      <circle cx="12" cy="14.6" r="3.1" fill="#e0574b" />
      <path d="m10.7 14.7.9.9 1.7-1.8" stroke="#fff" strokeWidth="1.2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
