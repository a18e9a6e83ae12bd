// Shows that something takes its time: a line that counts seconds in a terminal, a line now and then elsewhere. Plain Node.

/**
 * @template T
 * @param {string} text
 * @param {() => Promise<T>} work
 * @param {{ out?: NodeJS.WriteStream, everyMs?: number }} [options]
 * @returns {Promise<T>}
 */
export async function ticking(text, work, options = {}) {
  const { out = process.stdout } = options
  const live = out.isTTY === true
  const began = Date.now()
  const seconds = (digits) => `${((Date.now() - began) / 1000).toFixed(digits)} s`
  out.write(live ? `… ${text}` : `… ${text}\n`)
  const timer = setInterval(
    () => out.write(live ? `\r\x1b[K… ${text} ${seconds(0)}` : `  ${text} ${seconds(0)}\n`),
    options.everyMs ?? (live ? 1000 : 15_000),
  )
  try {
    const value = await work()
    out.write(`${live ? '\r\x1b[K' : ''}✓ ${text} (${seconds(1)})\n`)
    return value
  } catch (error) {
    if (live) out.write('\n')
    throw error
  } finally {
    clearInterval(timer)
  }
}
