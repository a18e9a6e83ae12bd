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

export interface PlacedLink {
  readonly link: GraphLink
  readonly path: string
  /** It closes a circle: both of its ends were reached another way. */
  readonly isCross: boolean
}

export interface PlacedGraph {
  readonly nodes: readonly PlacedNode[]
  readonly links: readonly PlacedLink[]
  readonly width: number
  readonly height: number
}

export const nodeWidth = 208
export const nodeHeight = 64
const gapX = 72
const gapY = 12

/**
 * From left to right, a column for each step away: names stay readable however many there are, and reading order is
 * the order of the columns. Children stand beside their parent, kinds together.
 */
export function layoutGraph(nodes: readonly GraphNode[], links: readonly GraphLink[]): PlacedGraph {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const children = new Map<string, { node: GraphNode; via: GraphLink }[]>()
  const reached = new Map<string, GraphLink>()
  for (const node of [...nodes].sort(byKind)) {
    const via = node.depth === 0 ? undefined : links.find((link) => byId.get(otherEnd(link, node.id) ?? '')?.depth === node.depth - 1)
    if (!via) continue
    reached.set(node.id, via)
    const parent = otherEnd(via, node.id) as string
    children.set(parent, [...(children.get(parent) ?? []), { node, via }])
  }
  const placed = new Map<string, PlacedNode>()
  let row = 0
  const place = (node: GraphNode, via: GraphLink | undefined): number => {
    const own = children.get(node.id) ?? []
    const rows = own.map((child) => place(child.node, child.via))
    const at = rows.length === 0 ? row++ : ((rows[0] as number) + (rows.at(-1) as number)) / 2
    placed.set(node.id, { node, via, x: node.depth * (nodeWidth + gapX), y: at * (nodeHeight + gapY) })
    return at
  }
  for (const node of nodes) if (node.depth === 0) place(node, undefined)
  const columns = Math.max(0, ...[...placed.values()].map(({ node }) => node.depth)) + 1
  return {
    nodes: [...placed.values()].sort((one, other) => one.x - other.x || one.y - other.y),
    links: links.flatMap((link) => {
      const [from, to] = [placed.get(link.from.id), placed.get(link.to.id)]
      const isCross = reached.get(link.from.id) !== link && reached.get(link.to.id) !== link
      return from && to ? [{ link, isCross, path: pathBetween(from, to) }] : []
    }),
    width: columns * nodeWidth + (columns - 1) * gapX,
    height: Math.max(1, row) * (nodeHeight + gapY) - gapY,
  }
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
