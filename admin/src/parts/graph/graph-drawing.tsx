import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { Icon } from '../icon/icon.tsx'
import type { IconName } from '../icon/shapes.ts'
import style from './graph.module.css'
import { type GraphLink, type GraphNode, layoutGraph, nodeHeight, nodeWidth } from './layout.ts'

/** What stands on a node, and where it leads. */
export interface Card {
  readonly icon: IconName
  readonly caption: string
  readonly to: string
}

interface Props {
  readonly label: string
  readonly nodes: readonly GraphNode[]
  readonly links: readonly GraphLink[]
  readonly cardOf: (node: GraphNode, via: GraphLink | undefined) => Card
  readonly moreText: (archive: string, count: number) => string
}

/** Files and how they hang together; each is a link in reading order, lines only help the eye. */
export function GraphDrawing({ label, nodes, links, cardOf, moreText }: Props) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const [near, setNear] = useState<string>()
  const placed = useMemo(() => layoutGraph(nodes, links, unfolded), [nodes, links, unfolded])
  const touches = ({ from, to }: GraphLink) => near !== undefined && (from.id === near || to.id === near)
  return (
    <section className={style.scroll} aria-label={label}>
      <div className={style.sheet} style={{ width: placed.width, height: placed.height }}>
        <svg className={style.lines} width={placed.width} height={placed.height} aria-hidden="true">
          {placed.links.map(({ link, path, isCross }) => (
            <path key={link.id} d={path} data-near={touches(link)} data-ended={link.endedOn !== null} data-cross={isCross} />
          ))}
        </svg>
        <ol className={style.nodes}>
          {placed.nodes.map(({ node, via, x, y }) => {
            const { icon, caption, to } = cardOf(node, via)
            return (
              <li key={node.id} style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}>
                <Link
                  to={to}
                  className={style.node}
                  data-root={via === undefined}
                  data-retired={node.isRetired}
                  title={node.hint}
                  onMouseEnter={() => setNear(node.id)}
                  onMouseLeave={() => setNear(undefined)}
                  onFocus={() => setNear(node.id)}
                  onBlur={() => setNear(undefined)}
                >
                  <Icon name={icon} size={20} />
                  <span>
                    <strong>{node.title}</strong>
                    <small>{caption}</small>
                  </span>
                </Link>
              </li>
            )
          })}
        </ol>
        {placed.rests.map(({ key, archive, count, x, y }) => (
          <button
            key={key}
            type="button"
            className={style.rest}
            style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}
            onClick={() => setUnfolded(new Set([...unfolded, key]))}
          >
            {moreText(archive, count)}
          </button>
        ))}
      </div>
    </section>
  )
}
