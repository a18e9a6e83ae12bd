import { expect, it } from 'vitest'
import { piecesOf } from './marks.ts'

const hits = (text: string, looked: string) => piecesOf(text, looked).flatMap((piece) => (piece.isHit ? [piece.text] : []))

it('marks every word that was looked for, whatever its case, and nothing else', () => {
  expect(hits('厨房的角阀渗漏', '角阀 厨房')).toEqual(['厨房', '角阀'])
  expect(hits('BX20260302 bx', 'bx')).toEqual(['BX', 'bx'])
  expect(hits('江望舒', 'jws')).toEqual([])
  expect(piecesOf('江望舒', 'jws')).toEqual([{ text: '江望舒', isHit: false }])
})

it('takes what was typed as text, and leaves single signs alone', () => {
  expect(hits('a.b (c)', '.b')).toEqual(['.b'])
  expect(hits('aXb', '.*')).toEqual([])
  expect(hits('阀', '阀')).toEqual([])
})
