export interface GraphNode {
  readonly archive: string
  readonly id: string
  readonly title: string
  readonly hint: string
  readonly depth: number
  readonly isRetired: boolean
}

export interface GraphLink {
  readonly id: string
  readonly kind: string
  readonly role: string | null
  readonly from: { readonly id: string }
  readonly to: { readonly id: string }
  readonly startedOn: string | null
  readonly endedOn: string | null
}

export interface PlacedNode {
  readonly node: GraphNode
  readonly x: number
  readonly y: number
  /** The link by which it was reached; the root has none. */
  readonly via: GraphLink | undefined
}

/** Files of one kind beside one file that are too many to draw at once. */
export interface PlacedRest {
  readonly key: string
  readonly kind: string
  readonly archive: string
  readonly count: number
  readonly x: number
  readonly y: number
}

export interface PlacedLink {
  readonly link: GraphLink
  readonly path: string
  /** It closes a circle: both of its ends were reached another way. */
  readonly isCross: boolean
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[]
  readonly rests: readonly PlacedRest[]
  readonly links: readonly PlacedLink[]
  readonly width: number
  readonly height: number
}

export const nodeWidth = 232
export const nodeHeight = 64
const gapX = 72
const gapY = 12
/** More of one kind than this are folded until somebody asks for them. */
const foldedAbove = 6
const shownOfMany = 4

interface Child {
  readonly node: GraphNode
  readonly via: GraphLink
}

/**
 * From left to right, a column for each step away: names stay readable however many there are, and reading order is
 * the order of the columns. Children stand beside their parent, kinds together; many of one kind are folded.
 */
export function layoutGraph(
  nodes: readonly GraphNode[],
  links: readonly GraphLink[],
  unfolded: ReadonlySet<string> = new Set(),
): PlacedGraph {
  const children = childrenOf(nodes, links)
  const placed = new Map<string, PlacedNode>()
  const rests: PlacedRest[] = []
  let row = 0
  const top = (at: number) => at * (nodeHeight + gapY)
  const left = (depth: number) => depth * (nodeWidth + gapX)
  const place = (node: GraphNode, via: GraphLink | undefined): number => {
    const rows = kindsOf(children.get(node.id) ?? []).flatMap((group) => {
      const key = `${node.id}:${group.kind}`
      const isFolded = group.children.length > foldedAbove && !unfolded.has(key)
      const drawn = isFolded ? group.children.slice(0, shownOfMany) : group.children
      const at = drawn.map((child) => place(child.node, child.via))
      if (!isFolded) return at
      const { archive } = (group.children[0] as Child).node
      const count = group.children.length - drawn.length
      rests.push({ key, kind: group.kind, archive, count, x: left(node.depth + 1), y: top(row) })
      return [...at, row++]
    })
    const at = rows.length === 0 ? row++ : ((rows[0] as number) + (rows.at(-1) as number)) / 2
    placed.set(node.id, { node, via, x: left(node.depth), y: top(at) })
    return at
  }
  for (const node of nodes) if (node.depth === 0) place(node, undefined)
  const columns = Math.max(0, ...[...placed.values()].map(({ node }) => node.depth)) + 1
  return {
    nodes: [...placed.values()].sort((one, other) => one.x - other.x || one.y - other.y),
    rests,
    links: links.flatMap((link) => {
      const [from, to] = [placed.get(link.from.id), placed.get(link.to.id)]
      return from && to ? [{ link, isCross: from.via !== link && to.via !== link, path: pathBetween(from, to) }] : []
    }),
    width: columns * nodeWidth + (columns - 1) * gapX,
    height: top(Math.max(1, row)) - gapY,
  }
}

/** Every file but the first hangs on one that is a step nearer. */
function childrenOf(nodes: readonly GraphNode[], links: readonly GraphLink[]): ReadonlyMap<string, readonly Child[]> {
  const depths = new Map(nodes.map((node) => [node.id, node.depth]))
  const children = new Map<string, Child[]>()
  for (const node of [...nodes].sort(byKind)) {
    const via = node.depth === 0 ? undefined : links.find((link) => depths.get(otherEnd(link, node.id) ?? '') === node.depth - 1)
    if (!via) continue
    const parent = otherEnd(via, node.id) as string
    const known = children.get(parent)
    if (known) known.push({ node, via })
    else children.set(parent, [{ node, via }])
  }
  return children
}

function kindsOf(children: readonly Child[]): { kind: string; children: Child[] }[] {
  const kinds = new Map<string, Child[]>()
  for (const child of children) {
    const kind = `${child.via.kind}:${child.node.archive}`
    kinds.set(kind, [...(kinds.get(kind) ?? []), child])
  }
  return [...kinds].map(([kind, group]) => ({ kind, children: group }))
}

const byKind = (one: GraphNode, other: GraphNode) =>
  one.depth - other.depth || one.archive.localeCompare(other.archive) || one.title.localeCompare(other.title, 'zh')

const otherEnd = (link: GraphLink, id: string): string | undefined =>
  link.from.id === id ? link.to.id : link.to.id === id ? link.from.id : undefined

/** Within a column it bows out to the right; between columns it runs from edge to edge. */
function pathBetween(one: PlacedNode, other: PlacedNode): string {
  const [left, right] = one.x <= other.x ? [one, other] : [other, one]
  const [y1, y2] = [left.y + nodeHeight / 2, right.y + nodeHeight / 2]
  const x1 = left.x + nodeWidth
  if (left.x === right.x) return `M${x1} ${y1}C${x1 + gapX / 2} ${y1} ${x1 + gapX / 2} ${y2} ${x1} ${y2}`
  const middle = (x1 + right.x) / 2
  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${right.x} ${y2}`
}
