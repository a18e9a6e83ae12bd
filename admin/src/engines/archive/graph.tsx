import { Checkbox, DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useState } from 'react'
import { Link } from 'react-router'
import { type Asked, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { Icon } from '../../parts/icon/icon.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './graph.module.css'
import { type GraphLink, type GraphNode, layoutGraph, nodeHeight, nodeWidth, type PlacedGraph } from './graph-layout.ts'
import { archiveCalled } from './known.ts'
import { linkRoles, linkText } from './link-text.ts'
import { words } from './words.ts'

interface Graph {
  readonly nodes: readonly GraphNode[]
  readonly links: readonly GraphLink[]
  readonly hidden: number
  readonly isCut: boolean
}

/** People, houses, vehicles and organisations around a file, up to three steps away, as they stood on any day. */
export function ArchiveGraph({ name, id }: { name: string; id: string }) {
  const { endpoints } = archiveCalled(name)
  const t = useWords(words)
  const [depth, setDepth] = useState(2)
  const [on, setOn] = useState<string>()
  const [withEnded, setWithEnded] = useState(false)
  const query = { depth, ...(on === undefined ? (withEnded ? { ended: 'true' } : {}) : { on }) }
  const asked = useQuery(endpoints.links, { params: { id }, query } as never) as unknown as Asked<Graph>
  return (
    <>
      <div className={style.tools}>
        <Segmented
          value={depth}
          onChange={setDepth}
          options={[1, 2, 3].map((value) => ({ value, label: t('steps', { count: value }) }))}
          aria-label={t('stepsLabel')}
        />
        <DatePicker
          value={on === undefined ? null : dayjs(on)}
          onChange={(day) => setOn(day?.format('YYYY-MM-DD'))}
          placeholder={t('asOf')}
          aria-label={t('asOf')}
        />
        <Checkbox checked={withEnded} disabled={on !== undefined} onChange={(event) => setWithEnded(event.target.checked)}>
          {t('showEnded')}
        </Checkbox>
      </div>
      <Shown
        asked={asked}
        empty={{ when: (graph) => graph.nodes.length <= 1, show: <EmptyState title={t('noLinks')} text={t('noLinksText')} /> }}
      >
        {(graph) => (
          <>
            <Drawing graph={graph} />
            {graph.hidden > 0 && <p className={style.note}>{t('hiddenLinks', { count: graph.hidden })}</p>}
            {graph.isCut && <p className={style.note}>{t('graphCut')}</p>}
          </>
        )}
      </Shown>
    </>
  )
}

function Drawing({ graph }: { graph: Graph }) {
  const t = useWords(words)
  const say = useText()
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  const placed = useMemo(() => layoutGraph(graph.nodes, graph.links, unfolded), [graph, unfolded])
  const [near, setNear] = useState<string>()
  const touches = (link: GraphLink) => near !== undefined && (link.from.id === near || link.to.id === near)
  return (
    <section className={style.scroll} aria-label={t('graph')}>
      <div className={style.sheet} style={{ width: placed.width, height: placed.height }}>
        <svg className={style.lines} width={placed.width} height={placed.height} aria-hidden="true">
          {placed.links.map(({ link, path, isCross }) => (
            <path key={link.id} d={path} data-near={touches(link)} data-ended={link.endedOn !== null} data-cross={isCross} />
          ))}
        </svg>
        <Nodes placed={placed} onNear={setNear} />
        {placed.rests.map(({ key, archive, count, x, y }) => (
          <button
            key={key}
            type="button"
            className={style.rest}
            style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}
            onClick={() => setUnfolded(new Set([...unfolded, key]))}
          >
            {t('restOf', { count, what: say(archiveCalled(archive).definition.text) })}
          </button>
        ))}
      </div>
    </section>
  )
}

function Nodes({ placed, onNear }: { placed: PlacedGraph; onNear: (id: string | undefined) => void }) {
  const t = useWords(words)
  const say = useText()
  return (
    <ol className={style.nodes}>
      {placed.nodes.map(({ node, via, x, y }) => {
        const known = archiveCalled(node.archive)
        const role = via?.role ? linkRoles(via.kind).find(({ code }) => code === via.role)?.text : undefined
        const caption = via
          ? [say(linkText(via.kind, via.to.id === node.id ? 'first' : 'second')), role && say(role)].filter(Boolean).join(' · ')
          : say(known.definition.text)
        return (
          <li key={node.id} style={{ left: x, top: y, width: nodeWidth, height: nodeHeight }}>
            <Link
              to={`/${known.path}/${node.id}`}
              className={style.node}
              data-root={via === undefined}
              data-retired={node.isRetired}
              title={node.hint}
              onMouseEnter={() => onNear(node.id)}
              onMouseLeave={() => onNear(undefined)}
              onFocus={() => onNear(node.id)}
              onBlur={() => onNear(undefined)}
            >
              <Icon name={known.icon} size={20} />
              <span>
                <strong>{node.title}</strong>
                <small>
                  {caption}
                  {node.isRetired && ` · ${t('retired')}`}
                </small>
              </span>
            </Link>
          </li>
        )
      })}
    </ol>
  )
}
