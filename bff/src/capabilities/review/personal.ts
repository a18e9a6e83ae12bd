import { type Text, text } from '@liren/contract'
import { fieldOf } from '@liren/contract/archive/index'
import { archiveCalled } from '../../engines/archive/known.ts'
import { textOf } from '../../engines/archive/row.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData, PersonalRecord, Subject } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { dropFaces } from '../face/read.ts'
import { detachFiles } from '../file/read.ts'
import { changesOf, evidenceSubject, listed, type ReviewRow, sealChanges } from './row.ts'

const said: Readonly<Record<string, string>> = {
  ...{ pending: '待复核', asked: '待补充', accepted: '已通过', partial: '部分通过', rejected: '已驳回', withdrawn: '已撤回' },
}

/** Changes that somebody proposed, and those that others proposed of their file. */
export const reviewData = (kernel: Kernel): PersonalData => {
  const { store } = kernel
  const about = ({ userId, personIds }: Subject, tx?: Tx) => {
    const who = combine('OR', [
      { sql: "(proposed_by = ? AND source = 'declared')", params: [userId] },
      ...(personIds.length > 0 ? [combine('AND', [{ sql: "archive = 'person'", params: [] }, among('file_id', personIds)])] : []),
    ])
    const statement = { sql: `SELECT * FROM reviews WHERE ${who.sql} ORDER BY id DESC LIMIT 1000`, params: who.params }
    return unscoped<ReviewRow>(store, 'people may know, and take back, what is kept about themselves', statement, tx)
  }
  const valuesOf = (row: ReviewRow): PersonalRecord => {
    const definition = archiveCalled(kernel, row.archive)
    return Object.entries(changesOf(kernel, row)).flatMap(([name, { before, after }]): [Text, string][] => {
      const field = definition && name in definition.fields ? fieldOf(definition, name) : undefined
      if (field?.kind === 'files') return []
      return [[field?.label ?? text(name, name), `${textOf(before) ?? '（空）'} → ${textOf(after) ?? '（空）'}`]]
    })
  }
  return {
    name: 'reviews',
    text: text('资料变更申请', 'Changes that were proposed'),
    async records(subject) {
      return (await about(subject)).map((row) => [
        ...valuesOf(row),
        ...lines(
          ['说明', 'Note', row.note],
          ['状态', 'State', said[row.state] ?? row.state],
          ['答复', 'Answer', row.reason],
          ['提交时间', 'Proposed', at(row.proposed_at)],
          ['处理时间', 'Decided', at(row.decided_at)],
        ),
      ])
    },
    files: async (subject) => (await about(subject)).flatMap(({ evidence }) => listed(evidence)),
    async erase(subject, tx) {
      const rows = await about(subject, tx)
      const own = rows.filter(({ proposed_by }) => proposed_by === subject.userId)
      for (const row of own) {
        const face = changesOf(kernel, row).face?.after
        if (row.is_open === 1 && Array.isArray(face))
          for (const id of face as string[]) await dropFaces(kernel, { id, by: null, reason: '账号注销' }, tx)
        await detachFiles(kernel, evidenceSubject, row.id, tx)
        const state = row.is_open === 1 ? 'withdrawn' : row.state
        await store.run(
          'UPDATE reviews SET changes_sealed = ?, note = NULL, evidence = NULL, state = ?, is_open = 0, version = version + 1 WHERE id = ?',
          [sealChanges(kernel, row.id, {}), state, row.id],
          tx,
        )
      }
      const others = rows.length - own.length
      if (others === 0) return { erased: own.length }
      const why = text('他人对人口档案提出的变更，是档案的一部分', 'What others proposed of the population file belongs to that file')
      return { erased: own.length, kept: { count: others, why, basis: '《户口登记条例》《居住证暂行条例》' } }
    },
  }
}
