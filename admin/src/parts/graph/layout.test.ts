import { describe, expect, it } from 'vitest'
import { type GraphLink, type GraphNode, layoutGraph, nodeHeight } from './layout.ts'

const node = (id: string, depth: number, archive = 'person'): GraphNode => ({ archive, id, title: id, hint: '', depth, isRetired: false })
const link = (from: string, to: string): GraphLink => ({
  id: `${from}-${to}`,
  kind: 'kin-of',
  role: null,
  from: { id: from },
  to: { id: to },
  startedOn: null,
  endedOn: null,
})

describe('the drawn graph of a file', () => {
  it('puts every step away into a column of its own and covers no file with another', () => {
    const nodes = [node('root', 0), ...['a', 'b', 'c'].map((id) => node(id, 1)), ...['d', 'e'].map((id) => node(id, 2))]
    const { nodes: placed } = layoutGraph(nodes, [link('root', 'a'), link('b', 'root'), link('root', 'c'), link('a', 'd'), link('a', 'e')])
    expect(placed).toHaveLength(6)
    for (const one of placed)
      for (const other of placed)
        if (one !== other && one.x === other.x) expect(Math.abs(one.y - other.y)).toBeGreaterThanOrEqual(nodeHeight)
    const columnOf = (id: string) => placed.find((entry) => entry.node.id === id)?.x
    expect(columnOf('root')).toBeLessThan(columnOf('a') as number)
    expect(columnOf('a')).toBeLessThan(columnOf('d') as number)
  })

  it('tells by which link a file was reached, and which links close a circle', () => {
    const placed = layoutGraph([node('root', 0), node('a', 1), node('b', 1)], [link('root', 'a'), link('root', 'b'), link('a', 'b')])
    expect(placed.nodes.find((entry) => entry.node.id === 'b')?.via?.id).toBe('root-b')
    expect(placed.links.map((entry) => [entry.link.id, entry.isCross])).toEqual([
      ['root-a', false],
      ['root-b', false],
      ['a-b', true],
    ])
  })

  it('folds many of one kind until they are asked for', () => {
    const many = Array.from({ length: 20 }, (_, index) => node(`p${index}`, 1))
    const all = [node('root', 0, 'grid'), ...many]
    const links = many.map(({ id }) => link(id, 'root'))
    const folded = layoutGraph(all, links)
    expect(folded.nodes).toHaveLength(5)
    expect(folded.rests).toMatchObject([{ count: 16, archive: 'person' }])
    const open = layoutGraph(all, links, new Set([folded.rests[0]?.key ?? '']))
    expect([open.nodes.length, open.rests.length]).toEqual([21, 0])
  })

  it('draws a file without links alone', () => {
    expect(layoutGraph([node('root', 0)], [])).toMatchObject({ links: [], height: nodeHeight })
  })
})
