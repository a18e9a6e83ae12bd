import { strToU8, Zip, ZipDeflate } from 'fflate'

export interface ZipPart {
  readonly name: string
  readonly content: AsyncIterable<string> | Iterable<string>
}

/** The same content gives the same bytes, whenever it is written. */
const writtenAt = new Date('2000-01-01T12:00:00')

/** Packs parts one after the other as they are asked for; never more than a piece is held. */
export async function* zipOf(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const ready: Buffer[] = []
  let failure: Error | undefined
  const zip = new Zip((error, piece) => {
    if (error) failure = error
    else ready.push(Buffer.from(piece))
  })
  function* drain() {
    if (failure) throw failure
    yield* ready.splice(0)
  }
  for (const { name, content } of parts) {
    const part = new ZipDeflate(name, { level: 6 })
    part.mtime = writtenAt
    zip.add(part)
    for await (const piece of content) {
      part.push(strToU8(piece))
      yield* drain()
    }
    part.push(new Uint8Array(0), true)
    yield* drain()
  }
  zip.end()
  yield* drain()
}
