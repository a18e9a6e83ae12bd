/** Lines that only one of two texts has, in order, cut to what a person reads. Enough to see what changed. */
export function lineDiff(before: string, after: string, most = 60): string {
  const [a, b] = [before.split('\n'), after.split('\n')]
  const count = (lines: readonly string[]) => {
    const counts = new Map<string, number>()
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1)
    return counts
  }
  const only = (lines: readonly string[], other: Map<string, number>, sign: string) =>
    lines.flatMap((line) => {
      const left = other.get(line) ?? 0
      other.set(line, left - 1)
      return left > 0 ? [] : [`${sign} ${line.trim()}`]
    })
  const changed = [...only(a, count(b), '-'), ...only(b, count(a), '+')]
  if (changed.length <= most) return changed.join('\n')
  return [...changed.slice(0, most), `… and ${changed.length - most} more lines`].join('\n')
}
