import { type Camera, camera, coverKinds, sourceKinds } from '@liren/contract/capabilities/camera'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useAction, usePages, useQuery } from '../../app/api/use.ts'
import { useText, useWords } from '../../app/language/use.ts'
import { ActionDialog } from '../../parts/action/action-dialog.tsx'
import { ClipPlayer } from '../../parts/camera/clip-player.tsx'
import { LiveView } from '../../parts/camera/live-view.tsx'
import { words as parts } from '../../parts/camera/words.ts'
import { RecordDrawer, Section } from '../../parts/drawer/record-drawer.tsx'
import { Facts } from '../../parts/page/page.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { TimeText } from '../../parts/text/time.tsx'
import { CameraForm } from './camera-form.tsx'
import { words } from './words.ts'

/** One camera: its picture for whoever says why, what it covers, what was kept. */
export function CameraDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(camera.endpoints.read, id === undefined ? null : { params: { id } })
  const [reason, setReason] = useState<{ of: string; text: string }>()
  const it = asked.data
  const why = reason?.of === id ? reason?.text : undefined
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={it?.camera.name ?? t('one')}
      actions={it && <Actions key={it.camera.id} of={it} onLook={(text) => setReason({ of: it.camera.id, text })} />}
    >
      <Shown asked={asked}>
        {({ camera: one }) => (
          <>
            {why !== undefined && <LiveView of={one} why={{ reason: why }} />}
            <About of={one} />
            {one.can.includes('view') && <Clips of={one} why={why} />}
          </>
        )}
      </Shown>
    </RecordDrawer>
  )
}

type Found = { camera: Camera; setup: { url: string; user: string; hasPassword: boolean } | null }

function Actions({ of: { camera: one, setup }, onLook }: { of: Found; onLook: (reason: string) => void }) {
  const t = useWords(words)
  const p = useWords(parts)
  const { message } = App.useApp()
  const [open, setOpen] = useState<'look' | 'record' | 'setup'>()
  const record = useAction(camera.endpoints.record)
  const close = () => setOpen(undefined)
  return (
    <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
      {one.can.includes('view') && one.source !== 'none' && (
        <>
          <Button type="primary" onClick={() => setOpen('look')}>
            {t('look')}
          </Button>
          <Button onClick={() => setOpen('record')}>{t('record')}</Button>
        </>
      )}
      {setup !== null && <Button onClick={() => setOpen('setup')}>{t('setUp')}</Button>}
      <ActionDialog
        open={open === 'look'}
        onClose={close}
        title={`${t('look')} · ${one.name}`}
        text={p('reasonText')}
        submit={t('look')}
        reason="needed"
        running={false}
        error={undefined}
        onSubmit={async ({ reason }) => {
          onLook(reason)
          return true
        }}
      />
      <ActionDialog
        open={open === 'record'}
        onClose={close}
        title={`${t('record')} · ${one.name}`}
        text={t('recordText')}
        submit={t('record')}
        reason="needed"
        running={record.running}
        error={record.error}
        onSubmit={async ({ reason }) => {
          if ((await record.run({ params: { id: one.id }, body: { reason } })) === undefined) return false
          void message.success(t('recorded'))
          return true
        }}
      />
      {setup !== null && <CameraForm open={open === 'setup'} onClose={close} of={one} setup={setup} />}
    </div>
  )
}

function About({ of }: { of: Camera }) {
  const t = useWords(words)
  const say = useText()
  return (
    <Facts
      items={[
        { label: t('place'), value: of.place.label },
        {
          label: t('covers'),
          value:
            of.covers.map((cover) => `${say(coverKinds[cover.kind])} ${cover.device?.name ?? cover.place.label}`).join('、') || t('none'),
        },
        { label: t('zones'), value: of.zones.map(({ name }) => name).join('、') || t('none') },
        { label: t('source'), value: say(sourceKinds[of.source]) },
        { label: t('siren'), value: of.siren?.name ?? t('none') },
        { label: t('heard'), value: of.heardAt === null ? '–' : <TimeText at={of.heardAt} /> },
        { label: t('picture'), value: of.pictureAt === null ? '–' : <TimeText at={of.pictureAt} /> },
        ...(of.fault === null ? [] : [{ label: t('fault'), value: of.fault }]),
      ]}
    />
  )
}

function Clips({ of, why }: { of: Camera; why: string | undefined }) {
  const t = useWords(words)
  const p = useWords(parts)
  const asked = usePages(camera.endpoints.clips, { query: { cameraId: of.id, limit: 10 } })
  const clips = asked.data ?? []
  return (
    <Section title={t('clips')}>
      {clips.length === 0 && <p>{p('noClips')}</p>}
      {clips.map((clip) => (
        <ClipPlayer key={clip.id} clip={clip} why={clip.alarmId !== null ? { alarmId: clip.alarmId } : { reason: why ?? t('clips') }} />
      ))}
    </Section>
  )
}
