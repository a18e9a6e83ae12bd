/** One line that changes in a terminal; elsewhere a line per step, so that logs stay readable. */
export function createProgress(out: NodeJS.WriteStream = process.stdout) {
  const live = out.isTTY === true
  let open = false
  let began = 0
  let lastShare = -1

  return {
    begin(text: string): void {
      began = Date.now()
      lastShare = -1
      open = true
      out.write(live ? `… ${text}` : `… ${text}\n`)
    },
    /** `share` in [0, 1]. */
    update(text: string, share: number): void {
      if (!live) {
        const tenth = Math.floor(share * 4)
        if (tenth === lastShare) return
        lastShare = tenth
        out.write(`  ${text} ${Math.round(share * 100)}%\n`)
        return
      }
      const width = 24
      const full = Math.round(share * width)
      out.write(`\r\x1b[K… ${text} ${'█'.repeat(full)}${'░'.repeat(width - full)} ${Math.round(share * 100)}%`)
    },
    done(text: string): void {
      if (!open) return
      open = false
      out.write(`${live ? '\r\x1b[K' : ''}✓ ${text} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`)
    },
    /** Something to say while a line may be open. */
    note(line: string): void {
      out.write(`${open && live ? '\n' : ''}${line}\n`)
    },
  }
}

export type Progress = ReturnType<typeof createProgress>
