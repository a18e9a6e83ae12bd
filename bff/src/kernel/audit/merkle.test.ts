import { describe, expect, it } from 'vitest'
import { createSymmetric } from '../crypto/symmetric.ts'
import { chainHash, chainStart, emptyRoot, Frontier, leafHash, nodeHash } from './merkle.ts'

const { sm3 } = createSymmetric()
const leaves = Array.from({ length: 70 }, (_, i) => leafHash(sm3, `entry ${i}`))

/** The definition of RFC 6962 2.1, word for word. */
function root(of: readonly Buffer[]): Buffer {
  if (of.length === 0) return emptyRoot(sm3)
  if (of.length === 1) return of[0] as Buffer
  let split = 1
  while (split * 2 < of.length) split *= 2
  return nodeHash(sm3, root(of.slice(0, split)), root(of.slice(split)))
}

describe('the tree over the trail', () => {
  it('has the root of RFC 6962 at every size', () => {
    const frontier = new Frontier(sm3)
    for (let size = 0; size <= leaves.length; size++) {
      expect(frontier.size).toBe(size)
      expect(frontier.root(), `size ${size}`).toEqual(root(leaves.slice(0, size)))
      if (size < leaves.length) frontier.append(leaves[size] as Buffer)
    }
  })

  it('goes on from what it wrote down, at every size', () => {
    for (let size = 0; size < leaves.length; size++) {
      const before = new Frontier(sm3)
      for (const leaf of leaves.slice(0, size)) before.append(leaf)
      const after = Frontier.fromText(sm3, size, before.toText())
      after.append(leaves[size] as Buffer)
      expect(after.root()).toEqual(root(leaves.slice(0, size + 1)))
    }
  })

  it('never takes a node for a leaf, and binds the chain to number, past and content', () => {
    const [a, b] = leaves as [Buffer, Buffer]
    const inner = nodeHash(sm3, a, b)
    expect(leafHash(sm3, Buffer.concat([a, b]).toString('latin1'))).not.toEqual(inner)
    const link = chainHash(sm3, 1, chainStart, a)
    expect(chainHash(sm3, 2, chainStart, a)).not.toEqual(link)
    expect(chainHash(sm3, 1, a, a)).not.toEqual(link)
    expect(chainHash(sm3, 1, chainStart, b)).not.toEqual(link)
    expect(chainHash(sm3, 1, chainStart, a)).toEqual(link)
  })
})
