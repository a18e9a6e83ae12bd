import { SaxesParser } from 'saxes'
import { UnreadableWorkbook } from './error.ts'

export interface XmlHandlers {
  /** Names come without their prefix: writers choose those as they like. */
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  close?(name: string): void
  text?(text: string): void
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Walks XML piece by piece. Documents that define entities or point elsewhere are refused, not resolved. */
export async function* walkXml(source: AsyncIterable<Buffer>, handlers: XmlHandlers): AsyncGenerator<undefined> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  let failure: unknown
  parser.on('error', (error) => {
    failure ??= new UnreadableWorkbook('damaged', [], { cause: error })
  })
  parser.on('doctype', () => {
    failure = new UnreadableWorkbook('dangerous')
  })
  parser.on('opentag', ({ name, attributes }) => handlers.open?.(local(name), attributes as Record<string, string>))
  parser.on('closetag', ({ name }) => handlers.close?.(local(name)))
  parser.on('text', (text) => handlers.text?.(text))
  parser.on('cdata', (text) => handlers.text?.(text))
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const feed = (text: string | null) => {
    try {
      parser.write(text)
    } catch (error) {
      failure ??= error
    }
    if (failure) throw failure instanceof UnreadableWorkbook ? failure : new UnreadableWorkbook('damaged', [], { cause: failure })
  }
  for await (const piece of source) {
    feed(decode(decoder, piece))
    yield
  }
  feed(decode(decoder, undefined))
  feed(null)
}

function decode(decoder: InstanceType<typeof TextDecoder>, piece: Buffer | undefined): string {
  try {
    return piece ? decoder.decode(piece, { stream: true }) : decoder.decode()
  } catch (cause) {
    throw new UnreadableWorkbook('damaged', [], { cause })
  }
}

/** Walks to the end, for parts that are read as a whole. */
export async function readXml(source: AsyncIterable<Buffer>, handlers: XmlHandlers): Promise<void> {
  for await (const _ of walkXml(source, handlers));
}
