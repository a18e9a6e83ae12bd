import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

const maxBytes = 10 * 1024 * 1024
const kept = 3

/** Lines of one child on disk: the file moves aside when it has grown, and the oldest goes. */
export function openLogFile(file: string): (text: string) => void {
  mkdirSync(dirname(file), { recursive: true })
  let size = existsSync(file) ? statSync(file).size : 0
  return (text) => {
    if (size > maxBytes) {
      for (let i = kept - 1; i >= 1; i--) if (existsSync(`${file}.${i}`)) renameSync(`${file}.${i}`, `${file}.${i + 1}`)
      renameSync(file, `${file}.1`)
      size = 0
    }
    appendFileSync(file, text)
    size += Buffer.byteLength(text)
  }
}
