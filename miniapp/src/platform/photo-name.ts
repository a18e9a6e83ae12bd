/** Kept photos are named by the instant they were taken; a name of another kind counts as old. */
export const takenAt = (file: string): number => Number(/^(\d{13})-/.exec(file)?.[1] ?? 0)
