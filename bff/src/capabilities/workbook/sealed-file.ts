import { Readable } from 'node:stream'
import type { Kernel } from '../../kernel/kernel.ts'

/** Workbooks are full of what tables keep sealed, so their bytes are sealed as well, piece by piece. */
type Keeper = Pick<Kernel, 'files' | 'sealer'>

const pieceBytes = 192 * 1024
const placeOf = (key: string, index: number) => ({ table: 'workbook_files', column: String(index), row: key })

export async function putSealed({ files, sealer }: Keeper, key: string, content: AsyncIterable<Buffer>): Promise<void> {
  async function* lines() {
    let [index, waiting, size]: [number, Buffer[], number] = [0, [], 0]
    const line = (last: boolean) => {
      const sealed = sealer.seal(`${last ? '.' : '+'}${Buffer.concat(waiting).toString('base64')}`, placeOf(key, index++))
      waiting = []
      size = 0
      return `${sealed}\n`
    }
    for await (const piece of content) {
      waiting.push(piece)
      size += piece.length
      if (size >= pieceBytes) yield line(false)
    }
    // the mark of the last piece: a file that was cut short does not open
    yield line(true)
  }
  await files.put(key, Readable.from(lines()), 'application/octet-stream')
}

/** The bytes again. Throws when a piece is missing, was changed, or belongs elsewhere. */
export async function* openSealed({ files, sealer }: Keeper, key: string): AsyncGenerator<Buffer> {
  const found = await files.open(key)
  if (!found) throw new Error(`${key} is gone`)
  let [index, rest, isWhole] = [0, '', false]
  for await (const chunk of found.stream) {
    const lines = (rest + String(chunk)).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const plain = sealer.open(line, placeOf(key, index++))
      isWhole = plain.startsWith('.')
      yield Buffer.from(plain.slice(1), 'base64')
    }
  }
  if (!isWhole || rest !== '') throw new Error(`${key} was cut short`)
}

export async function readSealed(keeper: Keeper, key: string): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of openSealed(keeper, key)) pieces.push(piece)
  return Buffer.concat(pieces)
}
