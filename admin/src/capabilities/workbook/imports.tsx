import type { Archive } from '@liren/contract/archive/index'
import { type WorkbookImport, workbook } from '@liren/contract/capabilities/workbook'
import { Button, Form, Progress, Upload } from 'antd'
import { useState } from 'react'
import { type ApiError, asApiError } from '../../app/api/error.ts'
import { upload } from '../../app/api/upload.ts'
import { usePages } from '../../app/api/use.ts'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { useListState } from '../../app/list-state.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { FormError } from '../../parts/form/error.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card } from '../../parts/page/page.tsx'
import { PlacePicker } from '../../parts/place/place-picker.tsx'
import { EmptyState } from '../../parts/state/empty.tsx'
import { DataTable } from '../../parts/table/data-table.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { ImportDrawer } from './import-drawer.tsx'
import { useProgress } from './use-progress.ts'
import { words } from './words.ts'

const busy = new Set(['reading', 'checking', 'applying', 'undoing'])
const e = workbook.endpoints

/** Template, upload and the imports of the person who looks. */
export function Imports({ definition }: { definition: Archive }) {
  const t = useWords(words)
  const say = useText()
  const language = useLanguage()
  const state = useListState()
  const [placeId, setPlaceId] = useState<string>()
  const [part, setPart] = useState<number>()
  const [error, setError] = useState<ApiError>()
  // of every archive: one that waits for a decision is seen whichever archive is chosen above
  const asked = usePages(e.imports, { query: { limit: 20 } })
  useProgress(asked.data?.some((item) => busy.has(item.state)) === true, asked.reload)

  const send = async (file: File) => {
    setError(undefined)
    setPart(0)
    try {
      const made = await upload(e.upload, file, {
        query: { archive: definition.name, placeId: placeId ?? '', name: file.name.slice(0, 120) },
        onProgress: setPart,
      })
      asked.reload()
      state.open(made.id)
    } catch (caught) {
      setError(asApiError(caught))
    } finally {
      setPart(undefined)
    }
  }

  return (
    <>
      <Card>
        <Form layout="vertical">
          <Form.Item label={t('place')} extra={t('placeHint')} required>
            <PlacePicker value={placeId} onChange={(id) => setPlaceId(id)} />
          </Form.Item>
          <FormError error={error} loose={error?.faults ?? []} />
          <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
            <Button icon={<Icon name="list" />} href={`/api/workbooks/templates/${definition.name}?language=${language}`}>
              {t('template')}
            </Button>
            <Upload
              accept=".xlsx,.csv"
              showUploadList={false}
              disabled={placeId === undefined || part !== undefined}
              beforeUpload={(file) => {
                void send(file)
                return false
              }}
            >
              <Button type="primary" icon={<Icon name="plus" />} disabled={placeId === undefined} loading={part !== undefined}>
                {part === undefined ? t('upload') : t('sending', { part: Math.round(part * 100) })}
              </Button>
            </Upload>
            <span style={{ color: 'var(--text-2)' }}>{t('uploadHint')}</span>
          </div>
        </Form>
      </Card>
      <div style={{ height: 16 }} />
      <DataTable<WorkbookImport>
        name="workbook.imports"
        caption={t('history')}
        asked={asked}
        rowKey={(item) => item.id}
        onOpen={(item) => state.open(item.id)}
        openId={state.id}
        empty={<EmptyState title={t('noImports')} text={t('firstImport')} />}
        columns={[
          { key: 'file', title: t('file'), always: true, render: (item) => <strong>{item.fileName}</strong> },
          { key: 'archive', title: t('archive'), render: (item) => say(archiveCalled(item.archive).definition.text) },
          { key: 'state', title: t('state'), render: (item) => t(item.state) },
          { key: 'rows', title: t('rows'), render: (item) => <Counts of={item} /> },
          { key: 'at', title: t('at'), roomy: true, render: (item) => <TimeText at={item.createdAt} /> },
        ]}
      />
      <ImportDrawer id={state.id} onClose={() => state.open(undefined)} />
    </>
  )
}

/** How many rows stand how; while something goes on, how far it is. */
export function Counts({ of: { rows, progress, state } }: { of: WorkbookImport }) {
  const t = useWords(words)
  if (busy.has(state) && progress.total > 0)
    return <Progress percent={Math.floor((100 * progress.done) / progress.total)} size="small" style={{ width: 160 }} />
  const said = [
    rows.ready > 0 && t('ready', { count: rows.ready }),
    rows.faulty > 0 && t('faulty', { count: rows.faulty }),
    rows.applied > 0 && t('appliedCount', { count: rows.applied }),
    rows.skipped > 0 && t('skipped', { count: rows.skipped }),
    rows.undone > 0 && t('undoneCount', { count: rows.undone }),
    rows.kept > 0 && t('kept', { count: rows.kept }),
  ].filter((text) => text !== false)
  return <>{said.length > 0 ? said.join(' · ') : t('none')}</>
}
