import { Tabs } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { type Asked, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { FileActions, FileTags } from './actions.tsx'
import { FileFacts, FileSource } from './facts.tsx'
import type { ShownFile } from './file.ts'
import { ArchiveForm } from './form.tsx'
import { ArchiveHistory } from './history.tsx'
import { archiveCalled } from './known.ts'
import { ArchiveLinks } from './links.tsx'
import { words } from './words.ts'

/** One file beside its list: what is known, what it is linked to, what happened. */
export function ArchiveRecord({ name, id, onClose }: { name: string; id: string | undefined; onClose: () => void }) {
  const { definition, endpoints, path } = archiveCalled(name)
  const t = useWords(words)
  const say = useText()
  const asked = useQuery(endpoints.read, id === undefined ? null : { params: { id } }) as unknown as Asked<ShownFile>
  const [editing, setEditing] = useState(false)
  const file = asked.data
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      width={780}
      share={file && { subject: name, id: file.id, name: file.title }}
      title={file?.title ?? say(definition.text)}
      tags={file && <FileTags file={file} />}
      actions={
        file && (
          <div style={{ display: 'flex', gap: 8, justifyContent: 'space-between', alignItems: 'center' }}>
            <FileActions name={name} file={file} onEdit={() => setEditing(true)} onDone={asked.reload} onGone={onClose} />
            <Link to={`/${path}/${file.id}`}>{t('wholeFile')}</Link>
          </div>
        )
      }
    >
      <Shown asked={asked}>
        {(found) => (
          <Tabs
            items={[
              {
                key: 'facts',
                label: t('facts'),
                children: (
                  <>
                    <FileSource file={found} columns={3} />
                    <FileFacts definition={definition} file={found} />
                    <AuditRail subject={name} subjectId={found.id} />
                  </>
                ),
              },
              { key: 'links', label: t('links'), children: <ArchiveLinks name={name} file={found} /> },
              { key: 'history', label: t('history'), children: <ArchiveHistory name={name} id={found.id} /> },
            ]}
          />
        )}
      </Shown>
      {file && <ArchiveForm name={name} open={editing} onClose={() => setEditing(false)} onSaved={asked.reload} file={file} />}
    </RecordDrawer>
  )
}
