import { text } from '@liren/contract'
import { sources } from '@liren/contract/archive/index'
import { personArchive } from '@liren/contract/capabilities/person'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { liveTags } from './change.ts'
import { codeOf } from './row.ts'
import { wordsFor } from './words.ts'

/** Tags belong to the file of the population record and stay with it. */
export const tagData = (kernel: Kernel): PersonalData => ({
  name: 'tags',
  text: text('档案标签', 'Tags of the file'),
  async records({ personIds }) {
    if (personIds.length === 0) return []
    const words = await wordsFor(kernel, personArchive, 'everybody')
    return (await liveTags(kernel, personArchive, personIds)).map((row) => {
      const tag = codeOf(kernel, row)
      return lines(
        ['标签', 'Tag', words.get(tag)?.text.zh ?? tag],
        ['来源', 'Source', sources.find(({ code }) => code === row.source)?.text.zh],
        ['添加时间', 'Tagged', at(row.tagged_at)],
      )
    })
  },
  async erase({ personIds }, tx) {
    const kept = personIds.length === 0 ? 0 : (await liveTags(kernel, personArchive, personIds, tx)).length
    if (kept === 0) return { erased: 0 }
    const why = text('标签是实有人口档案的一部分，随档案保存', 'Tags are part of the population file and stay with it')
    return { erased: 0, kept: { count: kept, why, basis: '《户口登记条例》《居住证暂行条例》' } }
  },
})
