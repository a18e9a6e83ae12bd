/** A mini-program has timers and no DOM. */
declare function setTimeout(run: () => void, ms?: number): number
declare function clearTimeout(handle?: number): void
