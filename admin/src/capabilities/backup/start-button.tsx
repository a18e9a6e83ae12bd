import { type BackupKind, backup, backupKinds } from '@liren/contract/capabilities/backup'
import { App, Button, Form, Segmented } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { words } from './words.ts'

/** Begins a backup; the first one is always a full one. */
export function StartButton() {
  const t = useWords(words)
  const { message } = App.useApp()
  const may = useMay('backup.manage')
  const overview = useQuery(backup.endpoints.overview)
  const start = useAction(backup.endpoints.start)
  const [open, setOpen] = useState(false)
  if (!may) return null
  const hasFull = overview.data?.lastFullAt != null
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)} disabled={overview.data === undefined || overview.data.running !== null}>
        {t('start')}
      </Button>
      <ActionDialog<{ kind: BackupKind }>
        open={open}
        onClose={() => setOpen(false)}
        title={t('startTitle')}
        text={t('startText')}
        submit={t('start')}
        initial={{ kind: hasFull ? 'incremental' : 'full' }}
        running={start.running}
        error={start.error}
        onSubmit={async ({ kind }) => {
          if ((await start.run({ body: { kind } })) === undefined) return false
          void message.success(t('started'))
          return true
        }}
      >
        <Form.Item name="kind" label={t('kind')} style={{ marginBottom: 0 }}>
          <Segmented
            options={backupKinds.map((value) => ({
              value,
              label: t(value === 'full' ? 'startFull' : 'startIncrement'),
              disabled: value === 'incremental' && !hasFull,
            }))}
          />
        </Form.Item>
      </ActionDialog>
    </>
  )
}
