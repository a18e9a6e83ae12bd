import type { z } from '@liren/contract'
import { key, type keySchema } from '@liren/contract/capabilities/key'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { Icon } from '../../parts/icon/icon.tsx'
import { Card } from '../../parts/page/page.tsx'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import style from './key.module.css'
import { words } from './words.ts'

type Entry = z.infer<typeof keySchema>
type Version = Entry['versions'][number]

const looks: Readonly<Record<Version['state'], Status>> = {
  waiting: { tone: 'info', icon: 'hourglass' },
  current: { tone: 'success', icon: 'check' },
  retired: { tone: 'neutral', icon: 'pause' },
  destroyed: { tone: 'neutral', icon: 'trash' },
}

/** The versions of one purpose, newest first. */
export function KeyCard({ entry }: { entry: Entry }) {
  const t = useWords(words)
  const say = useText()
  const { message } = App.useApp()
  const may = useMay('key.manage')
  const rotate = useAction(key.endpoints.rotate)
  const destroy = useAction(key.endpoints.destroy)
  const [rotating, setRotating] = useState(false)
  const [destroying, setDestroying] = useState<Version>()
  const name = say(entry.text)
  return (
    <Card
      title={
        <>
          {name} <small className={style.calm}>{entry.algorithm}</small>
        </>
      }
      extra={
        may && (
          <Button size="small" icon={<Icon name="refresh" size={16} />} onClick={() => setRotating(true)}>
            {t('rotate')}
          </Button>
        )
      }
    >
      <ul className={style.versions}>
        {[...entry.versions].reverse().map((version) => (
          <li key={version.version} data-gone={version.state === 'destroyed'}>
            <strong>{t('version', { version: version.version })}</strong>
            <StatusTag {...looks[version.state]}>{t(`s_${version.state}`)}</StatusTag>
            <small>
              {version.state === 'destroyed' ? t('destroyedAt') : version.state === 'waiting' ? t('usable') : t('created')}{' '}
              <TimeText at={version.destroyedAt ?? (version.state === 'waiting' ? version.usableAt : version.createdAt)} />
            </small>
            {version.publicKey && <PublicKey pem={version.publicKey} />}
            {may && version.state === 'retired' && (
              <Button size="small" type="text" danger onClick={() => setDestroying(version)}>
                {t('destroy')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <ActionDialog
        open={rotating}
        onClose={() => setRotating(false)}
        title={t('rotateTitle', { name })}
        text={t('rotateText')}
        submit={t('rotateSubmit')}
        running={rotate.running}
        error={rotate.error}
        onSubmit={async () => {
          const made = await rotate.run({ params: { purpose: entry.purpose } })
          if (made !== undefined) void message.success(t('rotateDone', { version: made.version }))
          return made !== undefined
        }}
      />
      <ActionDialog
        open={destroying !== undefined}
        onClose={() => setDestroying(undefined)}
        title={t('destroyTitle', { name, version: destroying?.version ?? '' })}
        text={t('destroyText')}
        submit={t('destroySubmit')}
        danger
        reason="needed"
        running={destroy.running}
        error={destroy.error}
        onSubmit={async ({ reason }) => {
          if (destroying === undefined) return false
          if (!(await destroy.done({ params: { purpose: entry.purpose, version: destroying.version }, body: { reason } }))) return false
          void message.success(t('destroyDone'))
          return true
        }}
      />
    </Card>
  )
}

function PublicKey({ pem }: { pem: string }) {
  const t = useWords(words)
  const { message } = App.useApp()
  return (
    <Button
      size="small"
      type="text"
      icon={<Icon name="copy" size={16} />}
      onClick={() => navigator.clipboard.writeText(pem).then(() => message.success(t('copied')))}
    >
      {t('copy')}
    </Button>
  )
}
