/** Which of these stand in the queue before and after the open one. */
export function neighboursOf(ids: readonly string[], open: string | undefined): { before: string | undefined; after: string | undefined } {
  const at = open === undefined ? -1 : ids.indexOf(open)
  return at < 0 ? { before: undefined, after: ids[0] } : { before: ids[at - 1], after: ids[at + 1] }
}
