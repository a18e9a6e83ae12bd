import { open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'

/** How far the platform has confirmed: for each device the number of its last event that is there. */
export interface Cursor {
  /** Numbers of devices start here, so that a spool that was lost and made anew never repeats one. */
  readonly base: number
  readonly sequences: Readonly<Record<string, number>>
}

const fileOf = (folder: string): string => join(folder, 'cursor.json')

/** Undefined when the spool is new; a cursor that cannot be read is an error, since guessing would send things twice or never. */
export async function readCursor(folder: string): Promise<Cursor | undefined> {
  const text = await readFile(fileOf(folder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as Cursor
  } catch {
    throw new Error(`${fileOf(folder)} is damaged; restore it or move the folder away to start a new spool`)
  }
}

/** The new cursor is complete on disk before it takes the place of the old one. */
export async function writeCursor(folder: string, cursor: Cursor): Promise<void> {
  const next = `${fileOf(folder)}.next`
  const file = await open(next, 'w', 0o600)
  try {
    await file.writeFile(JSON.stringify(cursor))
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(next, fileOf(folder))
  await syncFolder(folder)
}

/** A new name in a folder survives a power cut only after the folder itself was written. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
