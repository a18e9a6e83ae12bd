import { dictionary as contract, type Dictionary } from '@liren/contract/capabilities/dictionary'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import type { Store, Tx } from '../../kernel/store/store.ts'

const e = contract.endpoints

interface DictionaryRow {
  code: string
  zh: string
  en: string
  version: number
}
interface ItemRow {
  dictionary: string
  code: string
  zh: string
  en: string
  sort: number
  is_retired: number
}

async function read(store: Store, code?: string, tx?: Tx): Promise<Dictionary[]> {
  const only = code === undefined ? { where: '', params: [] } : { where: 'WHERE code = ?', params: [code] }
  const heads = await store.rows<DictionaryRow>(
    `SELECT code, zh, en, version FROM dictionaries ${only.where} ORDER BY code`,
    only.params,
    tx,
  )
  const items = await store.rows<ItemRow>(
    `SELECT * FROM dictionary_items ${only.where.replace('code', 'dictionary')} ORDER BY dictionary, sort, code`,
    only.params,
    tx,
  )
  return heads.map((head) => ({
    code: head.code,
    text: { zh: head.zh, en: head.en },
    version: head.version,
    items: items
      .filter((item) => item.dictionary === head.code)
      .map((item) => ({ code: item.code, text: { zh: item.zh, en: item.en }, sort: item.sort, retired: item.is_retired === 1 })),
  }))
}

/** Words that people choose from. Items are retired, never dropped, because old records keep speaking of them. */
export const dictionary: CapabilityFactory = ({ store }) => ({
  contract,
  routes: [
    route(e.list, async () => ({ items: await read(store) })),

    route(e.save, async (ctx) => {
      const { code } = ctx.params
      const { text, items, version } = ctx.body
      if (new Set(items.map((item) => item.code)).size !== items.length) throw refuseWith(e.save.errors, 'dictionary.item-twice')
      const [before] = await read(store, code, ctx.tx)
      const dropped = before?.items.filter((item) => !items.some((kept) => kept.code === item.code)) ?? []
      if (dropped.length > 0)
        throw refuseWith(e.save.errors, 'dictionary.item-dropped', { details: { codes: dropped.map((item) => item.code) } })
      const changed = before
        ? await store.run(
            'UPDATE dictionaries SET zh = ?, en = ?, version = version + 1 WHERE code = ? AND version = ?',
            [text.zh, text.en, code, version],
            ctx.tx,
          )
        : version === 0
          ? await store.run('INSERT INTO dictionaries (code, zh, en) VALUES (?, ?, ?)', [code, text.zh, text.en], ctx.tx)
          : 0
      if (changed !== 1) throw refuse('stale')
      await store.run('DELETE FROM dictionary_items WHERE dictionary = ?', [code], ctx.tx)
      for (const [sort, item] of items.entries()) {
        await store.run(
          'INSERT INTO dictionary_items (dictionary, code, zh, en, sort, is_retired) VALUES (?, ?, ?, ?, ?, ?)',
          [code, item.code, item.text.zh, item.text.en, sort, item.retired ? 1 : 0],
          ctx.tx,
        )
      }
      const [after] = await read(store, code, ctx.tx)
      if (!after) throw refuse('not-found')
      ctx.audit({ subjectId: code, ...(before ? { before: { items: before.items.length } } : {}), after: { items: items.length, text } })
      await ctx.emit({ name: 'dictionary.saved', subject: 'dictionary', subjectId: code, payload: {} })
      return after
    }),
  ],
})
