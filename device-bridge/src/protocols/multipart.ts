export interface Part {
  readonly headers: Readonly<Record<string, string>>
  /** Of a form. */
  readonly name: string | undefined
  readonly file: string | undefined
  readonly body: Buffer
}

const mostHead = 8192

/**
 * Cuts a stream of parts. A part with a length ends there, so that it is heard before the next one comes; one without ends
 * at the next boundary. Lines may end with CR LF or LF alone, and the last boundary may be missing.
 */
export function createMultipartReader(boundary: string, mostPart = 8 * 1024 * 1024) {
  const mark = Buffer.from(`--${boundary}`)
  let held = Buffer.alloc(0)
  let head: Record<string, string> | undefined
  let isLost = false

  const partOf = (body: Buffer): Part => {
    const headers = head ?? {}
    head = undefined
    const of = (key: string): string | undefined => new RegExp(`${key}="?([^";]*)"?`, 'i').exec(headers['content-disposition'] ?? '')?.[1]
    return { headers, name: of('\\bname'), file: of('filename'), body: Buffer.from(body) }
  }

  /** Whether the head of the next part is there now. */
  function toHead(): boolean {
    const at = held.indexOf(mark)
    if (at < 0) {
      // What stands before the first boundary belongs to nobody.
      held = held.subarray(Math.max(0, held.length - mark.length))
      return false
    }
    const from = at + mark.length
    const end = /\r?\n\r?\n/.exec(held.subarray(from, from + mostHead).toString('latin1'))
    if (!end) {
      held = held.subarray(at)
      if (held.length <= mostHead + mark.length) return false
      isLost = true
      return false
    }
    const lines = held
      .subarray(from, from + end.index)
      .toString('utf8')
      .split(/\r?\n/)
    head = Object.fromEntries(
      lines.flatMap((line) =>
        line.includes(':') ? [[line.slice(0, line.indexOf(':')).trim().toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]] : [],
      ),
    )
    held = held.subarray(from + end.index + end[0].length)
    return true
  }

  return {
    /** The stream holds a part or a head that is longer than allowed: nothing more can be read from it. */
    get isLost() {
      return isLost
    },
    push(chunk: Buffer): Part[] {
      const parts: Part[] = []
      if (isLost) return parts
      held = Buffer.concat([held, chunk])
      while (head !== undefined || toHead()) {
        const length = Number(head?.['content-length'])
        const end = Number.isInteger(length) && length >= 0 ? length : held.indexOf(`\n--${boundary}`)
        if (end > mostPart || (end < 0 && held.length > mostPart)) isLost = true
        if (isLost || end < 0 || held.length < end) break
        const body = held.subarray(0, end)
        held = held.subarray(end)
        parts.push(partOf(Number.isInteger(length) || body.at(-1) !== 13 ? body : body.subarray(0, -1)))
      }
      return parts
    },
    /** The last part, when its boundary never came. */
    end(): Part[] {
      if (head === undefined || isLost || held.length === 0) return []
      const text = held
      held = Buffer.alloc(0)
      return [partOf(text)]
    },
  }
}

export const boundaryOf = (contentType: string | undefined): string | undefined => {
  const found = /^multipart\/[^;]+;.*?boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? '')
  return found?.[1] ?? found?.[2]
}

/** A whole body of parts; empty when it is none. */
export function readMultipart(contentType: string | undefined, body: Buffer): Part[] {
  const boundary = boundaryOf(contentType)
  if (boundary === undefined) return []
  const reader = createMultipartReader(boundary)
  return [...reader.push(body), ...reader.end()]
}
