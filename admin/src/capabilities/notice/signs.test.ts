import { noticeBlocks } from '@liren/contract/capabilities/notice'
import { describe, expect, it } from 'vitest'
import { type Written, withSign, withTable } from './signs.ts'

/** A text with `[` and `]` around what is marked. */
const written = (text: string): Written => {
  const from = text.indexOf('[')
  return { text: text.replace(/[[\]]/g, ''), from, to: text.indexOf(']') - 1 }
}
const marked = ({ text, from, to }: Written) => text.slice(from, to)

describe('the signs of a notice', () => {
  it('leave lines alone that are not marked, and empty ones among the marked', () => {
    expect(withSign(written('甲\n[乙\n\n丙]\n丁'), 'item').text).toBe('甲\n- 乙\n\n- 丙\n丁')
  })

  it('are taken off again where all marked lines have them, and changed where they have others', () => {
    expect(withSign(written('[- 乙\n* 丙]'), 'item').text).toBe('乙\n丙')
    expect(withSign(written('[- 乙\n丙]'), 'item').text).toBe('- 乙\n- 丙')
    expect(withSign(written('[- 乙]'), 'heading').text).toBe('# 乙')
    expect(withSign(written('## [乙]'), 'heading').text).toBe('乙')
  })

  it('begin an empty line, with the pen behind them', () => {
    expect(withSign({ text: '', from: 0, to: 0 }, 'heading')).toEqual({ text: '# ', from: 2, to: 2 })
    expect(withSign({ text: '甲\n', from: 2, to: 2 }, 'item')).toEqual({ text: '甲\n- ', from: 4, to: 4 })
  })

  it('put a table on lines of its own behind the marked line, its first head ready to be written over', () => {
    const after = withTable(written('停水[时]间\n请互相转告'), ['项目', '说明'])
    expect(after.text).toBe('停水时间\n| 项目 | 说明 |\n| --- | --- |\n|  |  |\n请互相转告')
    expect(marked(after)).toBe('项目')
    expect(withTable({ text: '', from: 0, to: 0 }, ['项目', '说明']).text).toBe('| 项目 | 说明 |\n| --- | --- |\n|  |  |')
    expect(noticeBlocks(after.text).map(({ kind }) => kind)).toEqual(['paragraph', 'table', 'paragraph'])
  })
})
