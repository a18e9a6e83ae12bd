import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sqliteDriver } from '../store/sqlite/driver.ts'
import { openFts } from './fts.ts'
import type { SearchDocument, SearchHit, SearchIndex } from './search-index.ts'

const here = '/jl/yx/'
const elsewhere = '/jl/bx/'

describe('the full-text file', () => {
  let folder: string
  let file: string
  let index: SearchIndex
  const open = () => openFts(file, (piece) => [Buffer.from(piece).toString('hex')])
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liren-fts-'))
    file = join(folder, 'search', 'search.db')
    index = open()
  })
  afterEach(async () => {
    await index.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const put = (subject: string, ...documents: (Partial<SearchDocument> & { id: string })[]) =>
    index.upsert(
      subject,
      documents.map((document) => ({ paths: [here], texts: [], ...document })),
    )
  const ask = (text: string, subject = 'case', more: { limit?: number; before?: SearchHit; places?: string[] } = {}) =>
    index.query({ text, subject, reach: { places: more.places ?? [here] }, limit: more.limit ?? 9, before: more.before })
  const found = async (text: string, subject?: string) => (await ask(text, subject)).map(({ id }) => id)

  it('finds nothing of a kind that was never written, or that is out of reach', async () => {
    expect(await found('BX20260302-0042', 'nothing')).toEqual([])
    expect(await index.count({ text: '漏水', subject: 'nothing', reach: { places: [here] } }, 9)).toBe(0)
    await put('case', { id: 'far', paths: [elsewhere], codes: ['BX20260302-0042'], texts: ['漏水'] })
    for (const text of ['BX20260302-0042', '0042', '漏水']) expect(await found(text), text).toEqual([])
    expect(await ask('0042', 'case', { places: [elsewhere] }), 'the control').toHaveLength(1)
  })

  it.each(['BX20260302-0042', 'bx202603020042', 'BX20260302', 'BX2', '0042', '020042', '20260302-0042'])(
    'finds a number by %s',
    async (text) => {
      await put('case', { id: 'one', codes: ['BX20260302-0042'] }, { id: 'other', codes: ['FX20250711-1177'] })
      expect(await found(text)).toEqual(['one'])
    },
  )

  it('finds no number by a part out of its middle: nobody has that on a slip of paper', async () => {
    await put('case', { id: 'one', codes: ['BX20260302-0042'] })
    expect(await found('60302')).toEqual([])
  })

  it.each(['浙A12K45', 'A12K45', '2K4', '12', '浙A'])('finds a number plate by %s', async (text) => {
    await put('vehicle', { id: 'car', fragments: ['浙A12K45'] }, { id: 'other', fragments: ['浙C99Z88'] })
    expect(await found(text, 'vehicle')).toEqual(['car'])
  })

  it('takes a number inside a text for one sign: found whole, by its beginning and end, and next to its words', async () => {
    await put('case', { id: 'one', texts: ['请联系 10000004321 处理，1单元1201'] }, { id: 'other', texts: ['12号楼 0112 0110'] })
    for (const text of ['10000004321', '4321', '1000', '单元1201', '联系10000004321']) expect(await found(text), text).toEqual(['one'])
    for (const text of ['12011201', '2011', '20100']) expect(await found(text), text).toEqual([])
  })

  it('does not join the end of one text to the beginning of the next', async () => {
    await put('case', { id: 'one', texts: ['厨房', '房门'], names: ['门锁'] })
    expect(await found('厨房门')).toEqual([])
    expect(await found('房门锁')).toEqual([])
    expect(await found('房门')).toEqual(['one'])
  })

  it('puts the record of a whole number before newer ones that only mention it, and pages over both without a gap', async () => {
    await put('case', { id: 'own', codes: ['1201'] })
    await put('case', ...['a', 'b', 'c', 'd'].map((id) => ({ id, texts: [`水从1201漏下来，${id}`] })))
    await put('case', { id: 'house', exact: ['1201'] })
    const all = ['house', 'own', 'd', 'c', 'b', 'a']
    expect(await found('1201')).toEqual(all)
    for (const limit of [1, 2, 3]) {
      const seen: string[] = []
      let before: SearchHit | undefined
      for (;;) {
        const hits = await ask('1201', 'case', { limit, ...(before && { before }) })
        if (hits.length === 0) break
        seen.push(...hits.map(({ id }) => id))
        before = hits.at(-1)
      }
      expect(seen, `by ${limit}`).toEqual(all)
    }
    expect(await index.count({ text: '1201', subject: 'case', reach: { places: [here] } }, 99)).toBe(6)
    expect(await index.count({ text: '1201', subject: 'case', reach: { places: [here] } }, 4)).toBe(4)
  })

  it('keeps kinds apart, replaces what is written again and lets go of what is removed', async () => {
    await put('case', { id: 'one', texts: ['漏水'] })
    await put('lost-thing', { id: 'one', texts: ['雨伞'] })
    await put('case', { id: 'one', texts: ['停电'] })
    expect(await found('漏水')).toEqual([])
    expect(await found('停电')).toEqual(['one'])
    await index.remove('case', ['one'])
    expect(await found('停电')).toEqual([])
    expect(await found('雨伞', 'lost-thing')).toEqual(['one'])
    await index.clear()
    expect(await found('雨伞', 'lost-thing')).toEqual([])
    await put('lost-thing', { id: 'two', texts: ['雨伞'] })
    expect(await found('雨伞', 'lost-thing')).toEqual(['two'])
  })

  it('keeps what was written in bulk, also where the work fails on its way, and refuses two at once', async () => {
    const work = index.inBulk(async () => {
      await put('case', { id: 'one', texts: ['漏水'] })
      await index.setNote('reached', 'one')
      await expect(index.inBulk(async () => {})).rejects.toThrow('already')
      throw new Error('the power went')
    })
    await expect(work).rejects.toThrow('the power went')
    expect(await index.note('reached')).toBe('one')
    expect(await found('漏水')).toEqual(['one'])
    await put('case', { id: 'two', texts: ['漏水'] })
    expect(await found('漏水')).toEqual(['two', 'one'])
  })

  it('answers an error with what went wrong, and the next question as usual', async () => {
    await put('case', { id: 'one', texts: ['漏水'] })
    await expect(index.upsert('no"name', [{ id: 'x', paths: [], texts: [] }])).rejects.toThrow('The search index')
    expect(await found('漏水')).toEqual(['one'])
    await index.close()
    await expect(index.note('shape')).rejects.toThrow('closed')
    index = open()
    expect(await found('漏水')).toEqual(['one'])
  })

  it('leaves nothing beside the file when it is closed: what was written is in it', async () => {
    for (let i = 0; i < 10; i += 1) {
      await put('case', { id: `case-${i}`, texts: ['漏水'] })
      await found('漏水')
      await index.close()
      expect(readdirSync(dirname(file)), `closed ${i} times before`).toEqual([basename(file)])
      index = open()
    }
    expect(await found('漏水')).toHaveLength(9)
  })

  it('throws away a file of an older shape, or one that is no index at all', async () => {
    await put('case', { id: 'one', texts: ['漏水'] })
    await index.close()
    const { Database } = sqliteDriver()
    const db = new Database(file)
    db.exec("UPDATE notes SET value = '1' WHERE name = 'shape'")
    db.close()
    index = open()
    expect(await found('漏水')).toEqual([])
    expect(await index.note('shape')).not.toBe('1')
    await index.close()
    writeFileSync(file, 'no database')
    index = open()
    expect(await found('漏水')).toEqual([])
    await put('case', { id: 'one', texts: ['漏水'] })
    expect(await found('漏水')).toEqual(['one'])
    expect(statSync(file).size).toBeGreaterThan(1_000)
  })
})
