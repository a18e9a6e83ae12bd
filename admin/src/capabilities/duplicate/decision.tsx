import { type DuplicateDetail, duplicateEndpoints } from '@liren/contract/capabilities/duplicate'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import type { SideName } from './choice.ts'
import style from './duplicate.module.css'
import { words } from './words.ts'

interface Props {
  readonly pair: DuplicateDetail
  readonly keep: SideName
  readonly take: readonly string[]
  readonly onDone: () => void
}

/** What may be done with the pair. Each asks once more, since it changes two files at a time. */
export function Decision({ pair, keep, take, onDone }: Props) {
  const t = useWords(words)
  const { message } = App.useApp()
  const [doing, setDoing] = useState<'merge' | 'dismiss' | 'undo'>()
  const merge = useAction(duplicateEndpoints.merge)
  const dismiss = useAction(duplicateEndpoints.dismiss)
  const undo = useAction(duplicateEndpoints.undo)
  const reconsider = useAction(duplicateEndpoints.reconsider)
  const params = { id: pair.id }
  const { title } = pair.first
  const finish = (done: unknown, word: 'mergeDone' | 'dismissDone' | 'undoDone' | 'reconsidered') => {
    if (done === undefined) return false
    void message.success(t(word))
    onDone()
    return true
  }
  const close = () => setDoing(undefined)
  const isDenied = pair.rows.some((row) => row.isDenied)
  return (
    <div className={style.bar}>
      {pair.can.includes('merge') ? (
        <Button type="primary" icon={<Icon name="copy" />} disabled={isDenied} onClick={() => setDoing('merge')}>
          {t('merge')}
        </Button>
      ) : null}
      {pair.can.includes('dismiss') ? <Button onClick={() => setDoing('dismiss')}>{t('dismiss')}</Button> : null}
      {pair.can.includes('undo') ? (
        <Button icon={<Icon name="undo" />} onClick={() => setDoing('undo')}>
          {t('undo')}
        </Button>
      ) : null}
      {pair.can.includes('reconsider') ? (
        <Button
          loading={reconsider.running}
          onClick={async () => finish(await reconsider.run({ params, body: { version: pair.version } }), 'reconsidered')}
        >
          {t('reconsider')}
        </Button>
      ) : null}
      <ActionDialog<{ reason?: string }>
        open={doing === 'merge'}
        onClose={close}
        title={t('mergeTitle', { title })}
        text={t('mergeText', { place: pair[keep].place ?? title })}
        submit={t('merge')}
        reason="welcome"
        running={merge.running}
        error={merge.error}
        onSubmit={async ({ reason }) =>
          finish(
            await merge.run({
              params,
              body: {
                ...{ version: pair.version, survivorId: pair[keep].id, take: [...take] },
                versions: { first: pair.first.version, second: pair.second.version },
                ...(reason ? { reason } : {}),
              },
            }),
            'mergeDone',
          )
        }
      />
      <ActionDialog
        open={doing === 'dismiss'}
        onClose={close}
        title={t('dismissTitle', { title })}
        text={t('dismissText')}
        submit={t('dismiss')}
        reason="needed"
        running={dismiss.running}
        error={dismiss.error}
        onSubmit={async ({ reason }) => finish(await dismiss.run({ params, body: { version: pair.version, reason } }), 'dismissDone')}
      />
      <ActionDialog
        open={doing === 'undo'}
        onClose={close}
        title={t('undoTitle', { title })}
        text={t('undoText')}
        submit={t('undo')}
        reason="needed"
        danger
        running={undo.running}
        error={undo.error}
        onSubmit={async ({ reason }) => finish(await undo.run({ params, body: { version: pair.version, reason } }), 'undoDone')}
      />
    </div>
  )
}
