import { App, Button } from 'antd'
import { Suspense, useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { stepsOf } from '../../app/nav/shared.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { PermissionGate } from '../../parts/permission-gate.tsx'
import { StatusTag } from '../../parts/tag/status-tag.tsx'
import type { ShownFile } from './file.ts'
import { archiveCalled } from './known.ts'
import { words } from './words.ts'

/** Whether a file still holds. */
export function FileTags({ file }: { file: ShownFile }) {
  const t = useWords(words)
  if (file.state !== 'active')
    return (
      <StatusTag tone="neutral" icon={file.state === 'merged' ? 'copy' : 'ban'}>
        {t(file.state)}
      </StatusTag>
    )
  return file.isFresh ? null : (
    <StatusTag tone="warning" icon="clock">
      {t('stale')}
    </StatusTag>
  )
}

interface ActionsProps {
  readonly name: string
  readonly file: ShownFile
  readonly onEdit: () => void
  readonly onDone: () => void
  readonly onGone: () => void
}

/** What may be done with a file by whoever looks at it. */
export function FileActions({ name, file, onEdit, onDone, onGone }: ActionsProps) {
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
      {stepsOf(name).map(({ permission, Step }) => (
        <PermissionGate key={permission} code={permission}>
          <Suspense fallback={null}>
            <Step file={file} onGone={onGone} />
          </Suspense>
        </PermissionGate>
      ))}
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
