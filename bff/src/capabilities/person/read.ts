import { personArchive } from '@liren/contract/capabilities/person'
import type { FilesPort } from '../../engines/archive/files.ts'
import { columnsToRead, type FileRow, keysFor, valuesOf } from '../../engines/archive/row.ts'
import { keyColumn, storedField } from '../../engines/archive/table.ts'
import { normaliseName } from '../../kernel/crypto/normalise.ts'
import { accountById, nameOf, phoneOf } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { attachFace, faceSubject } from '../face/read.ts'
import { recordFiles } from '../file/read.ts'

/**
 * The files about whoever is signed in: those with the same telephone, which was confirmed by a code, and the same
 * name. A telephone alone is not enough: families share one.
 */
export async function filesAboutUser(kernel: Kernel, userId: string, tx?: Tx): Promise<FileRow[]> {
  const user = await accountById(kernel, userId, tx)
  const phone = user && phoneOf(kernel, user)
  if (!user || !phone) return []
  const stored = storedField(personArchive, 'phone')
  const wanted = among(keyColumn(stored), keysFor(kernel, personArchive, stored, phone))
  const rows = await unscoped<FileRow>(
    kernel.store,
    'people may know what is kept about themselves',
    { sql: `SELECT ${columnsToRead(personArchive)} FROM people WHERE ${wanted.sql} ORDER BY id LIMIT 20`, params: wanted.params },
    tx,
  )
  const name = normaliseName(nameOf(kernel, user))
  return rows.filter((row) => normaliseName(String(valuesOf(kernel, personArchive, row, ['name']).name ?? '')) === name)
}

/** Which accounts a file is about, by the same rule. */
export async function usersOfFile(kernel: Kernel, row: FileRow, tx?: Tx): Promise<string[]> {
  const { phone, name } = valuesOf(kernel, personArchive, row, ['phone', 'name'])
  if (typeof phone !== 'string') return []
  const wanted = among('phone_index', kernel.sealer.blindIndexes(phone, { table: 'users', column: 'phone_sealed' }))
  const users = await unscoped<{ id: string; name_sealed: string }>(
    kernel.store,
    'a file and an account are found to be about one person',
    { sql: `SELECT id, name_sealed FROM users WHERE ${wanted.sql}`, params: wanted.params },
    tx,
  )
  return users.filter((user) => normaliseName(nameOf(kernel, user)) === normaliseName(String(name ?? ''))).map(({ id }) => id)
}

/** The file of whoever is signed in; undefined when there is none. */
export const ownFileRow = async (kernel: Kernel, userId: string, tx?: Tx): Promise<FileRow | undefined> =>
  (await filesAboutUser(kernel, userId, tx)).find(({ state }) => state === 'active')

/** Faces are sealed and have surfaces of their own; every other picture is an upload like any. */
export const personFiles: FilesPort = {
  attach: (kernel, attachment, tx) => (attachment.subject === faceSubject ? attachFace : recordFiles.attach)(kernel, attachment, tx),
  allow: (kernel, subject, access) => {
    if (subject !== faceSubject) recordFiles.allow(kernel, subject, access)
  },
}
