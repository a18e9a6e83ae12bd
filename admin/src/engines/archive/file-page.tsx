import { Tabs } from 'antd'
import { Suspense, useState } from 'react'
import { Link, useLocation, useNavigate, useParams } from 'react-router'
import { useAddress } from '../../app/address.ts'
import { type Asked, useQuery } from '../../app/api/use.ts'
import { ErrorBoundary } from '../../app/error-boundary.tsx'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { say as entry } from '../../app/language/words.ts'
import { mayOpen } from '../../app/nav/menu.ts'
import { panelsOf } from '../../app/nav/panels.ts'
import { usePermissions } from '../../app/session/store.ts'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card, PageHead } from '../../parts/page/page.tsx'
import { ShareButton } from '../../parts/share/share-button.tsx'
import { LineBones } from '../../parts/state/bones.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { FileActions, FileTags } from './actions.tsx'
import { FileFacts, FileSource } from './facts.tsx'
import type { ShownFile } from './file.ts'
import style from './file-page.module.css'
import { ArchiveForm } from './form.tsx'
import { ArchiveGraph } from './graph.tsx'
import { ArchiveHistory } from './history.tsx'
import { archiveAt, type KnownArchive } from './known.ts'
import { ArchiveLinks } from './links.tsx'
import { words } from './words.ts'

/** One thing, one file, on a page of its own: `/people/<id>` and its like. */
export default function FilePage() {
  const { id = '' } = useParams()
  const known = archiveAt(useLocation().pathname.split('/')[1] ?? '')
  return known ? <WholeFile key={id} known={known} id={id} /> : null
}

function WholeFile({ known, id }: { known: KnownArchive; id: string }) {
  const { definition, endpoints, path, icon } = known
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(endpoints.read, { params: { id } }) as unknown as Asked<ShownFile>
  const leave = useNavigate()
  const [editing, setEditing] = useState(false)
  const file = asked.data
  return (
    <>
      <nav className={style.back}>
        <Link to={`/${path}`}>
          <Icon name="left" size={16} />
          {t('back')} · {say(definition.text)}
        </Link>
      </nav>
      <PageHead
        title={
          <span className={style.name}>
            <Icon name={icon} size={28} />
            {file?.title ?? say(definition.text)}
            {file && <FileTags file={file} />}
          </span>
        }
        text={file?.place?.fullName}
      >
        {file && <ShareButton of={{ subject: definition.name, id: file.id, name: file.title }} />}
        {file && (
          <FileActions
            name={definition.name}
            file={file}
            onEdit={() => setEditing(true)}
            onDone={asked.reload}
            onGone={() => leave(`/${path}`)}
          />
        )}
      </PageHead>
      <Shown asked={asked}>
        {(found) => (
          <div className={style.columns}>
            <Card>
              <FileTabs known={known} file={found} />
            </Card>
            <aside>
              <FileSource file={found} columns={1} />
              <AuditRail subject={definition.name} subjectId={found.id} />
            </aside>
          </div>
        )}
      </Shown>
      {file && <ArchiveForm name={definition.name} open={editing} onClose={() => setEditing(false)} onSaved={asked.reload} file={file} />}
    </>
  )
}

/** What the archive itself knows, then what other rooms of the house bring to a file of this kind. */
function FileTabs({ known, file }: { known: KnownArchive; file: ShownFile }) {
  const { name } = known.definition
  const t = useWords(words)
  const language = useLanguage()
  const held = usePermissions()
  const [address, change] = useAddress()
  const panels = panelsOf(name).filter((panel) => mayOpen(panel, held))
  return (
    <Tabs
      activeKey={address.get('tab') ?? 'facts'}
      onChange={(tab) => change((params) => params.set('tab', tab), { replace: true })}
      items={[
        { key: 'facts', label: t('facts'), children: <FileFacts definition={known.definition} file={file} /> },
        { key: 'graph', label: t('graph'), children: <ArchiveGraph name={name} id={file.id} /> },
        { key: 'links', label: t('links'), children: <ArchiveLinks name={name} file={file} /> },
        ...panels.map(({ key, title, Panel }) => ({
          key,
          label: entry(language, title),
          children: (
            <ErrorBoundary>
              <Suspense fallback={<LineBones />}>
                <Panel id={file.id} placeId={file.place?.id ?? null} />
              </Suspense>
            </ErrorBoundary>
          ),
        })),
        { key: 'history', label: t('history'), children: <ArchiveHistory name={name} id={file.id} /> },
      ]}
      destroyOnHidden
    />
  )
}
