import { inflateSync } from 'node:zlib'
import { fileErrors } from '@liren/contract/capabilities/file'
import { refuseWith } from '../errors.ts'
import { hasTestVirus, isZip } from './dangers.ts'

/** Names that make a document act: run scripts, start programs, carry files, send forms. */
const active = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE)\b/
const maxUnpacked = 32 * 1024 * 1024

/** A document is kept as it is, so it must be whole, passive and nothing else at the same time. */
export function checkPdf(bytes: Buffer): void {
  if (hasTestVirus(bytes) || isZip(bytes)) throw refuseWith(fileErrors, 'file.dangerous')
  const text = bytes.toString('latin1')
  const end = text.lastIndexOf('%%EOF')
  if (end < 0 || !/\bstartxref\s+\d+\s+%%EOF/.test(text.slice(Math.max(0, end - 64)))) throw refuseWith(fileErrors, 'file.damaged')
  // What follows the end is not for readers of documents.
  if (
    text
      .slice(end + 5)
      .trim()
      .replaceAll('\0', '') !== ''
  )
    throw refuseWith(fileErrors, 'file.dangerous')
  if (active.test(spelledOut(text))) throw refuseWith(fileErrors, 'file.dangerous')
  for (const objects of packedObjects(bytes, text)) if (active.test(spelledOut(objects))) throw refuseWith(fileErrors, 'file.dangerous')
}

/** `/J#61vaScript` is the same name as `/JavaScript`. */
const spelledOut = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/** Newer documents pack their objects; names inside are looked at as well. Contents and pictures are left alone. */
function* packedObjects(bytes: Buffer, text: string): Generator<string> {
  let left = maxUnpacked
  for (const match of text.matchAll(/\/ObjStm\b/g)) {
    const start = text.indexOf('stream', match.index)
    const stop = text.indexOf('endstream', start)
    if (start < 0 || stop < 0) continue
    const from = start + 'stream'.length + (text.startsWith('\r\n', start + 6) ? 2 : 1)
    try {
      const unpacked = inflateSync(bytes.subarray(from, stop), { maxOutputLength: left, finishFlush: 2 })
      left -= unpacked.length
      yield unpacked.toString('latin1')
    } catch (cause) {
      // Too large when unpacked, or not readable by us: either way nobody can say that it is harmless.
      throw refuseWith(fileErrors, 'file.dangerous', { cause })
    }
  }
}
