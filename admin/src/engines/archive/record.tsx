import { type Archive, type FieldValue, fieldOf, sources } from '@liren/contract/archive/index'
import { App, Button, Tabs } from 'antd'
import { useState } from 'react'
import { call } from '../../app/api/call.ts'
import { type Asked, useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { AuditRail } from '../../parts/audit/audit-rail.tsx'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { MaskedText } from '../../parts/mask/masked-text.tsx'
import { type Fact, Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { DayText, TimeText } from '../../parts/text/time.tsx'
import style from './archive.module.css'
import { FilesOf } from './files.tsx'
import { ArchiveForm } from './form.tsx'
import { ArchiveHistory } from './history.tsx'
import { archiveCalled } from './known.ts'
import { ArchiveLinks } from './links.tsx'
import { useValueText } from './value.tsx'
import { words } from './words.ts'

/** A file as the surfaces show it, whatever it is about. */
export interface ShownFile {
  readonly id: string
  readonly title: string
  readonly place: { readonly id: string; readonly name: string; readonly fullName: string } | null
  readonly state: 'active' | 'retired'
  readonly values: Readonly<Record<string, FieldValue>>
  readonly masked: readonly string[]
  readonly source: string
  readonly sourceNote: string | null
  readonly enteredAt: string
  readonly enteredBy: string | null
  readonly verifiedAt: string | null
  readonly updatedAt: string
  readonly provenance: Readonly<Record<string, { readonly source: string; readonly at: string; readonly verifiedAt: string | null }>>
  readonly retireReason: string | null
  readonly complete: number
  readonly isFresh: boolean
  readonly version: number
  readonly can: readonly ('update' | 'retire' | 'restore' | 'verify' | 'reveal' | 'link')[]
}

/** One file beside its list: what is known, what it is linked to, what happened. */
export function ArchiveRecord({ name, id, onClose }: { name: string; id: string | undefined; onClose: () => void }) {
  const { definition, endpoints } = archiveCalled(name)
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
      title={file?.title ?? say(definition.text)}
      tags={file && <Tags file={file} />}
      actions={file && file.can.length > 0 && <Actions name={name} file={file} onEdit={() => setEditing(true)} onDone={asked.reload} />}
    >
      <Shown asked={asked}>
        {(found) => (
          <Tabs
            items={[
              { key: 'facts', label: t('facts'), children: <FileFacts definition={definition} file={found} /> },
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

function Tags({ file }: { file: ShownFile }) {
  const t = useWords(words)
  if (file.state === 'retired')
    return (
      <StatusTag tone="neutral" icon="ban">
        {t('retired')}
      </StatusTag>
    )
  return file.isFresh ? null : (
    <StatusTag tone="warning" icon="clock">
      {t('stale')}
    </StatusTag>
  )
}

/** Everything that is known, group by group, each with where it comes from. */
export function FileFacts({ definition, file }: { definition: Archive; file: ShownFile }) {
  const { endpoints } = archiveCalled(definition.name)
  const t = useWords(words)
  const say = useText()
  const valueText = useValueText(definition)
  const reveal = (field: string) => async (reason: string) => {
    const { values } = (await call(
      endpoints.reveal as NonNullable<typeof endpoints.reveal>,
      {
        params: { id: file.id },
        body: { fields: [field], reason },
      } as never,
    )) as { values: Record<string, FieldValue> }
    return valueText(field, values[field])
  }
  const factOf = (name: string): Fact => {
    const field = fieldOf(definition, name)
    const value = file.values[name] ?? null
    const isMasked = file.masked.includes(name)
    const wide = field.kind === 'note' || field.kind === 'files'
    const label = say(field.label)
    if (isMasked && field.kind !== 'files')
      return {
        label,
        wide,
        value: (
          <MaskedText value={typeof value === 'string' ? value : '***'} reveal={file.can.includes('reveal') ? reveal(name) : undefined} />
        ),
      }
    if (field.kind === 'files' && Array.isArray(value) && value.length > 0)
      return { label, wide, value: <FilesOf ids={value as string[]} /> }
    return { label, wide, value: isMasked ? '***' : valueText(name, value) }
  }
  const sourceOf = (code: string) => say(sources.find((source) => source.code === code)?.text)
  return (
    <>
      <Section title={t('source')}>
        <Facts
          columns={3}
          items={[
            { label: t('place'), value: file.place?.name ?? t('none') },
            { label: t('source'), value: sourceOf(file.source) },
            { label: t('entered'), value: <TimeText at={file.enteredAt} /> },
            { label: t('enteredBy'), value: file.enteredBy ?? t('system') },
            { label: t('verified'), value: <DayText at={file.verifiedAt} none={t('never')} /> },
            { label: t('complete'), value: `${Math.round(file.complete * 100)}%` },
            ...(file.sourceNote === null ? [] : [{ label: t('sourceNote'), value: file.sourceNote, wide: true }]),
            ...(file.retireReason === null ? [] : [{ label: t('retired'), value: file.retireReason, wide: true }]),
          ]}
        />
      </Section>
      {definition.groups.map((group) => {
        const origin = file.provenance[group.name]
        return (
          <Section
            key={group.name}
            title={say(group.text)}
            extra={
              origin && (
                <span className={style.origin}>
                  {sourceOf(origin.source)} · <DayText at={origin.at} />
                  {origin.verifiedAt && (
                    <>
                      <Icon name="check" size={14} />
                      {t('verifiedMark')} <DayText at={origin.verifiedAt} />
                    </>
                  )}
                </span>
              )
            }
          >
            <Facts items={group.fields.map(factOf)} />
          </Section>
        )
      })}
      <AuditRail subject={definition.name} subjectId={file.id} />
    </>
  )
}

function Actions({ name, file, onEdit, onDone }: { name: string; file: ShownFile; onEdit: () => void; onDone: () => void }) {
  const { endpoints } = archiveCalled(name)
  const t = useWords(words)
  const { message } = App.useApp()
  const verify = useAction(endpoints.verify)
  const retire = useAction(endpoints.retire)
  const restore = useAction(endpoints.restore)
  const [doing, setDoing] = useState<'retire' | 'restore'>()
  const params = { id: file.id }
  const finish = (done: unknown, word: 'verifyDone' | 'retireDone' | 'restoreDone') => {
    if (done === undefined) return false
    void message.success(t(word))
    onDone()
    return true
  }
  const act = doing === 'restore' ? restore : retire
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      {file.can.includes('update') && (
        <Button type="primary" icon={<Icon name="edit" />} onClick={onEdit}>
          {t('edit', { what: '' })}
        </Button>
      )}
      {file.can.includes('verify') && (
        <Button
          icon={<Icon name="check" />}
          loading={verify.running}
          onClick={async () => finish(await verify.run({ params, body: { version: file.version } }), 'verifyDone')}
        >
          {t('verify')}
        </Button>
      )}
      {file.can.includes('retire') && (
        <Button danger onClick={() => setDoing('retire')}>
          {t('retire')}
        </Button>
      )}
      {file.can.includes('restore') && (
        <Button type="primary" onClick={() => setDoing('restore')}>
          {t('restore')}
        </Button>
      )}
      <ActionDialog
        open={doing !== undefined}
        onClose={() => setDoing(undefined)}
        title={t(doing === 'restore' ? 'restoreTitle' : 'retireTitle', { name: file.title })}
        text={doing === 'restore' ? undefined : t('retireText')}
        submit={t(doing === 'restore' ? 'restore' : 'retire')}
        danger={doing === 'retire'}
        reason="needed"
        running={act.running}
        error={act.error}
        onSubmit={async ({ reason }) =>
          finish(await act.run({ params, body: { version: file.version, reason } }), doing === 'restore' ? 'restoreDone' : 'retireDone')
        }
      />
    </div>
  )
}
