import { text } from '@liren/contract'
import { personArchive } from '@liren/contract/capabilities/person'
import { findFiles } from '../../engines/archive/find.ts'
import { updateFile } from '../../engines/archive/write.ts'
import { wholeHouse } from '../../kernel/http/access.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData, Subject } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { hasConsent } from '../consent/read.ts'
import { dropFaces, type FaceRow, noteFace, openFace } from './read.ts'

const states: Readonly<Record<FaceRow['state'], string>> = { waiting: '等待提交', proposed: '等待复核', kept: '已留存', gone: '已删除' }

/** A face rests on the consent of its person and on nothing else: it goes when they go. That it was there and went is proven. */
export const faceData = (kernel: Kernel): PersonalData => {
  const about = ({ userId, personIds }: Subject, tx?: Tx): Promise<FaceRow[]> => {
    // whoever collects in the field brings faces of others: only what waits for its form is the bringer’s own
    const own = { sql: "(owner_id = ? AND person_id IS NULL AND state = 'waiting')", params: [userId] }
    const who = combine('OR', [own, ...(personIds.length > 0 ? [among('person_id', personIds)] : [])])
    return kernel.store.rows<FaceRow>(`SELECT * FROM faces WHERE ${who.sql} ORDER BY id DESC LIMIT 200`, who.params, tx)
  }
  return {
    name: 'faces',
    text: text('人脸', 'Faces'),
    async records(subject) {
      return (await about(subject)).map((row) =>
        lines(
          ['状态', 'State', states[row.state]],
          ['同意日期', 'Consented on', row.consent_on],
          ['采集时间', 'Taken', at(row.taken_at)],
          ['删除时间', 'Deleted', at(row.gone_at)],
          ['删除原因', 'Why', row.gone_reason],
          ['删除证明', 'Proof', row.proof],
          ['图像', 'Picture', openFace(kernel, row)],
        ),
      )
    },
    async erase(subject, tx) {
      const gone = []
      for (const row of await about(subject, tx))
        if (row.state !== 'gone') gone.push(...(await dropFaces(kernel, { id: row.id, by: null, reason: '账号注销' }, tx)))
      const ids = [...new Set(gone.flatMap(({ person_id }) => person_id ?? []))]
      for (const person of await findFiles(kernel, personArchive, wholeHouse, ids, undefined, tx)) {
        if (await hasConsent(kernel, { personIds: [person.id] }, 'face', tx))
          await noteFace(kernel, { subjectId: person.id, ownerId: subject.userId, placePath: person.place_path }, 'withdrawn', tx)
        if (person.state !== 'active') continue
        const change = { version: person.version, values: { face: null, faceConsentOn: null } }
        await updateFile(
          kernel,
          personArchive,
          wholeHouse,
          person.id,
          change,
          { actorId: null, source: 'declared', reason: '账号注销' },
          tx,
        )
      }
      return { erased: gone.length }
    },
  }
}
