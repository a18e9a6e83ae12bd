import { Checkbox, DatePicker, Segmented } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { type Asked, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { type Card, GraphDrawing } from '../../parts/graph/graph-drawing.tsx'
import type { GraphLink, GraphNode } from '../../parts/graph/layout.ts'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import style from './archive.module.css'
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
      <div className={style.graphTools}>
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
  const cardOf = (node: GraphNode, via: GraphLink | undefined): Card => {
    const { icon, path, definition } = archiveCalled(node.archive)
    const role = via?.role ? linkRoles(via.kind).find(({ code }) => code === via.role)?.text : undefined
    const said = via ? linkText(via.kind, via.to.id === node.id ? 'first' : 'second') : definition.text
    const caption = [say(said), role && say(role), node.isRetired && t('retired')].filter(Boolean).join(' · ')
    return { icon, caption, to: `/${path}/${node.id}` }
  }
  return (
    <GraphDrawing
      label={t('graph')}
      nodes={graph.nodes}
      links={graph.links}
      cardOf={cardOf}
      moreText={(archive, count) => t('restOf', { count, what: say(archiveCalled(archive).definition.text) })}
    />
  )
}
