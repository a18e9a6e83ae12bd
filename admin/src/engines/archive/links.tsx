import { App, Button, Checkbox } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Asked, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { DayText } from '../../parts/text/time.tsx'
import style from './archive.module.css'
import type { ShownFile } from './file.ts'
import { archiveCalled } from './known.ts'
import { LinkForm } from './link-form.tsx'
import { linkRoles, linkText } from './link-text.ts'
import { words } from './words.ts'

interface End {
  readonly archive: string
  readonly id: string
}
interface Node extends End {
  readonly title: string
  readonly hint: string
}
interface FileLink {
  readonly id: string
  readonly kind: string
  readonly role: string | null
  readonly from: End
  readonly to: End
  readonly startedOn: string | null
  readonly endedOn: string | null
  readonly version: number
}
interface Graph {
  readonly nodes: readonly Node[]
  readonly links: readonly FileLink[]
  readonly hidden: number
}

const today = () => new Date().toISOString().slice(0, 10)

/** What a file is linked to, told from its own side; each leads to the other file. */
export function ArchiveLinks({ name, file }: { name: string; file: ShownFile }) {
  const { definition, endpoints } = archiveCalled(name)
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const [withEnded, setWithEnded] = useState(false)
  const [adding, setAdding] = useState(false)
  const [ending, setEnding] = useState<{ link: FileLink; title: string }>()
  const asked = useQuery(endpoints.links, { params: { id: file.id }, query: withEnded ? { ended: 'true' } : {} }) as unknown as Asked<Graph>
  const end = useAction(endpoints.unlink)
  const isOwn = file.can.includes('link')
  return (
    <>
      <div className={style.bar}>
        <Checkbox checked={withEnded} onChange={(event) => setWithEnded(event.target.checked)}>
          {t('showEnded')}
        </Checkbox>
        {isOwn && (
          <Button icon={<Icon name="plus" />} onClick={() => setAdding(true)}>
            {t('addLink')}
          </Button>
        )}
      </div>
      <Shown
        asked={asked}
        empty={{
          when: (graph) => graph.links.length === 0 && graph.hidden === 0,
          show: <EmptyState title={t('noLinks')} text={t('noLinksText')} />,
        }}
      >
        {(graph) => (
          <>
            <ul className={style.links}>
              {graph.links.map((link) => {
                const isFirst = link.from.id === file.id
                const other = isFirst ? link.to : link.from
                const node = graph.nodes.find(({ id }) => id === other.id)
                const known = archiveCalled(other.archive)
                const role = link.role && linkRole(link.kind, link.role)
                return (
                  <li key={link.id} data-ended={link.endedOn !== null}>
                    <Icon name={known.icon} size={22} />
                    <div>
                      <Link to={`/${known.path}/${other.id}`}>{node?.title}</Link>
                      <p>
                        {say(linkText(link.kind, isFirst ? 'first' : 'second'))}
                        {role && ` · ${say(role)}`}
                        {node?.hint && ` · ${node.hint}`}
                        {' · '}
                        <DayText at={link.startedOn} /> {link.endedOn && <>– {<DayText at={link.endedOn} />}</>}
                      </p>
                    </div>
                    {isOwn && link.endedOn === null && (
                      <Button size="small" type="text" onClick={() => setEnding({ link, title: node?.title ?? '' })}>
                        {t('endLink')}
                      </Button>
                    )}
                  </li>
                )
              })}
            </ul>
            {graph.hidden > 0 && <p>{t('hiddenLinks', { count: graph.hidden })}</p>}
          </>
        )}
      </Shown>
      {isOwn && (
        <LinkForm
          name={name}
          open={adding}
          onClose={() => setAdding(false)}
          fileId={file.id}
          onLinked={() => {
            void message.success(t('linked'))
            asked.reload()
          }}
        />
      )}
      <ActionDialog
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        title={t('endTitle', { name: ending?.title ?? say(definition.text) })}
        text={t('endText')}
        submit={t('endLink')}
        reason="welcome"
        running={end.running}
        error={end.error}
        onSubmit={async ({ reason }) => {
          if (!ending) return false
          const body = { version: ending.link.version, endedOn: today(), ...(reason ? { reason } : {}) }
          const done = await end.run({ params: { id: file.id, linkId: ending.link.id }, body })
          if (done === undefined) return false
          void message.success(t('ended'))
          asked.reload()
          return true
        }}
      />
    </>
  )
}

const linkRole = (kind: string, role: string) => linkRoles(kind).find(({ code }) => code === role)?.text
