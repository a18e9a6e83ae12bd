import { type WorkbookImport, workbook } from '@liren/contract/capabilities/workbook'
import { Button, Drawer } from 'antd'
import { useState } from 'react'
import { useAction, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { FormError } from '../../parts/form/error.tsx'
import { Notice } from '../../parts/notice/notice.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { FaultRows } from './fault-rows.tsx'
import { Counts } from './imports.tsx'
import { useProgress } from './use-progress.ts'
import { words } from './words.ts'

const e = workbook.endpoints
const busy = new Set(['reading', 'checking', 'applying', 'undoing'])

/** One import: what the dry run found, its faults to correct, and the way on or back. */
export function ImportDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(e.import, id === undefined ? null : { params: { id } })
  useProgress(asked.data !== undefined && busy.has(asked.data.state), asked.reload)
  return (
    <Drawer open={id !== undefined} onClose={onClose} size={880} title={asked.data?.fileName ?? t('import')} destroyOnHidden>
      <Shown asked={asked}>{(item) => <Content item={item} onDone={asked.reload} />}</Shown>
    </Drawer>
  )
}

function Content({ item, onDone }: { item: WorkbookImport; onDone: () => void }) {
  const t = useWords(words)
  const say = useText()
  const confirm = useAction(e.confirm)
  const discard = useAction(e.discard)
  const undo = useAction(e.undo)
  const [isUndoing, setUndoing] = useState(false)
  const step = { params: { id: item.id }, body: { version: item.version } }
  const isOpen = item.state === 'checked' || item.state === 'applied'
  const mayUndo = item.state === 'applied' && item.undoUntil !== null && Date.parse(item.undoUntil) > Date.now()
  return (
    <div style={{ display: 'grid', gap: 16 }}>
      <p style={{ margin: 0 }}>
        <strong>{t(item.state)}</strong> <Counts of={item} />
      </p>
      {item.failure && <Notice tone="danger" role="alert" title={say(item.failure)} />}
      {item.warnings.map((warning) => (
        <Notice key={warning.zh} tone="warning" title={say(warning)} />
      ))}
      <FormError error={confirm.error ?? discard.error} />
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
        {isOpen && item.rows.ready > 0 && (
          <Button type="primary" loading={confirm.running} onClick={() => void confirm.run(step).then(onDone)}>
            {t('confirm', { count: item.rows.ready })}
          </Button>
        )}
        {item.state === 'checked' && (
          <Button loading={discard.running} onClick={() => void discard.run(step).then(onDone)}>
            {t('discard')}
          </Button>
        )}
        {mayUndo && (
          <Button danger onClick={() => setUndoing(true)}>
            {t('undo')}
          </Button>
        )}
      </div>
      {isOpen && item.rows.faulty > 0 && <FaultRows item={item} state="faulty" onFixed={onDone} />}
      {item.rows.kept > 0 && <FaultRows item={item} state="kept" onFixed={onDone} />}
      <ActionDialog
        open={isUndoing}
        onClose={() => setUndoing(false)}
        title={t('undoTitle', { file: item.fileName })}
        text={t('undoText')}
        submit={t('undo')}
        danger
        reason="needed"
        running={undo.running}
        error={undo.error}
        onSubmit={async ({ reason }) => {
          const done = await undo.run({ params: { id: item.id }, body: { version: item.version, reason } })
          onDone()
          return done !== undefined
        }}
      />
    </div>
  )
}
