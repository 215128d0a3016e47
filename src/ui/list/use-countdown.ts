import { useEffect, useReducer } from "react";

const SECOND_MS = 1000;

/** Renders the component once a second while a countdown is shown. */
export function useCountdown(running: boolean): void {
  const [, tick] = useReducer((turn: number) => turn + 1, 0);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(tick, SECOND_MS);
    return () => clearInterval(timer);
  }, [running]);
}
