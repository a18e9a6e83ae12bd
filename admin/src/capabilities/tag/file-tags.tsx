import { allSources, sources } from '@liren/contract/archive/index'
import { type FileTag, tag } from '@liren/contract/capabilities/tag'
import { App, Button, Select } from 'antd'
import { useState } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './tag.module.css'
import { words } from './words.ts'

const e = tag.endpoints

/** The tags of one file: those it carries, and all it ever carried. */
export function FileTags({ archive, id }: { archive: string; id: string }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const mayWrite = [useMay('tag.write'), useMay(`${archive}.write`)].every(Boolean)
  const asked = usePages(e.list, { params: { archive, id }, query: { limit: 100 } })
  const offered = useQuery(e.counts, mayWrite ? { params: { archive } } : null)
  const add = useAction(e.add, 'tag', archive)
  const remove = useAction(e.remove, 'tag', archive)
  const [chosen, setChosen] = useState<string>()
  const [source, setSource] = useState<string>('manual')
  const [leaving, setLeaving] = useState<FileTag>()
  const live = (asked.data ?? []).filter(({ removedAt }) => removedAt === null)
  const free = (offered.data?.items ?? []).filter((item) => !item.isRetired && !live.some((own) => own.tag === item.tag))
  const sourceText = (code: string) => say(allSources.find((each) => each.code === code)?.text)
  return (
    <>
      {live.length > 0 && (
        <div className={style.tags}>
          {live.map((item) => (
            <StatusTag key={item.id} tone={item.isGuarded ? 'warning' : 'info'} icon={item.isGuarded ? 'lock' : 'check'}>
              {say(item.text)}
            </StatusTag>
          ))}
        </div>
      )}
      {mayWrite && (
        <>
          <FormError error={add.error} loose={[]} />
          <div className={style.add}>
            <Select
              aria-label={t('choose')}
              placeholder={t('choose')}
              value={chosen}
              onChange={setChosen}
              showSearch
              optionFilterProp="label"
              options={free.map((item) => ({ value: item.tag, label: say(item.text) + (item.isGuarded ? ` · ${t('guarded')}` : '') }))}
            />
            <Select
              aria-label={t('source')}
              value={source}
              onChange={setSource}
              options={sources.map(({ code, text }) => ({ value: code, label: say(text) }))}
            />
            <Button
              type="primary"
              disabled={chosen === undefined}
              loading={add.running}
              onClick={async () => {
                if (!(await add.run({ params: { archive, id }, body: { tag: chosen ?? '', source: source as 'manual' } }))) return
                setChosen(undefined)
                asked.reload()
                message.success(t('added'))
              }}
            >
              {t('add')}
            </Button>
          </div>
        </>
      )}
      <DataTable<FileTag>
        name="tags.file"
        caption={t('history')}
        asked={asked}
        rowKey={(row) => row.id}
        rowTone={(row) => (row.removedAt === null ? undefined : 'quiet')}
        empty={<EmptyState title={t('none')} text={t('noneText')} scene="rest" />}
        columns={[
          { key: 'tag', title: t('tag'), always: true, render: (row) => <strong>{say(row.text)}</strong> },
          { key: 'source', title: t('source'), render: (row) => sourceText(row.source) },
          {
            key: 'taggedAt',
            title: t('taggedAt'),
            render: (row) => (
              <>
                {row.taggedBy && t('by', { name: row.taggedBy })}
                <TimeText at={row.taggedAt} />
              </>
            ),
          },
          {
            key: 'removedAt',
            title: t('removedAt'),
            render: (row) =>
              row.removedAt === null ? (
                mayWrite ? (
                  <Button size="small" onClick={() => setLeaving(row)}>
                    {t('remove')}
                  </Button>
                ) : (
                  t('still')
                )
              ) : (
                <>
                  {row.removedBy && t('by', { name: row.removedBy })}
                  <TimeText at={row.removedAt} />
                </>
              ),
          },
          { key: 'reason', title: t('reason'), roomy: true, render: (row) => row.removeReason },
        ]}
      />
      <ActionDialog<{ reason: string }>
        open={leaving !== undefined}
        onClose={() => setLeaving(undefined)}
        title={leaving && t('removeTitle', { name: say(leaving.text) })}
        text={t('removeText')}
        submit={t('remove')}
        reason="needed"
        running={remove.running}
        error={remove.error}
        onSubmit={async ({ reason }) => {
          const done = await remove.run({ params: { archive, id }, body: { tag: leaving?.tag ?? '', reason } })
          if (done) {
            asked.reload()
            message.success(t('removed'))
          }
          return done !== undefined
        }}
      />
    </>
  )
}
