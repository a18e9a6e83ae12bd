/** Of those who were sent it, how many in a hundred have opened it; nothing where nobody was sent it. */
export const percentRead = ({ told, read }: { readonly told: number; readonly read: number }): number | undefined =>
  told === 0 ? undefined : Math.min(100, Math.round((read / told) * 100))
