/** The mark: a picture that falls into place. The same drawing is the favicon. */
export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#0a62d0" />
      <path
        d="M16 6v11m0 0-4.5-4.5M16 17l4.5-4.5"
        fill="none"
        stroke="#fff"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path
        d="M7 19v3.5A3.5 3.5 0 0 0 10.5 26h11a3.5 3.5 0 0 0 3.5-3.5V19"
        fill="none"
        stroke="#fff"
        strokeWidth="2.5"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
