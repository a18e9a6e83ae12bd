import { type Device, device } from '@liren/contract/capabilities/device'
import { Button, Tabs } from 'antd'
import { useState } from 'react'
import { useQuery } from '../../app/api/use.ts'
import { useWords } from '../../app/language/use.ts'
import { useMay } from '../../app/session/store.ts'
import { RecordDrawer } from '../../parts/drawer/record-drawer.tsx'
import { Shown } from '../../parts/state/shown.tsx'
import { Access } from './access.tsx'
import { Commands } from './commands.tsx'
import { DeviceForm } from './device-form.tsx'
import { Events } from './events.tsx'
import { Frames } from './frames.tsx'
import { History } from './history.tsx'
import { LivePoints } from './live-points.tsx'
import { LockedNotice } from './locked-notice.tsx'
import { MoveDialog, type Step } from './move-dialog.tsx'
import { Record } from './record.tsx'
import { RemoveDevice } from './remove-device.tsx'
import { DeviceTags } from './state.tsx'
import { words } from './words.ts'

const steps: readonly Step[] = ['activate', 'resume', 'maintain', 'serve', 'issue-secret', 'stop', 'retire']
const labels = {
  activate: 'activate',
  resume: 'resume',
  maintain: 'maintain',
  stop: 'stop',
  serve: 'serve',
  'issue-secret': 'secret',
  retire: 'retire',
} as const

/** One device: what it measures now, what it is told, what it said, what it is, what was done to it. */
export function DeviceDrawer({ id, onClose }: { id: string | undefined; onClose: () => void }) {
  const t = useWords(words)
  const asked = useQuery(device.endpoints.read, id === undefined ? null : { params: { id } })
  const mayFrames = useMay('device.frames')
  const mayManage = useMay('device.manage')
  const mayLocks = useMay('bridge.locks')
  const [editing, setEditing] = useState(false)
  const [step, setStep] = useState<Step>()
  const known: Device | undefined = asked.data?.device
  const can = asked.data?.can ?? []
  return (
    <RecordDrawer
      open={id !== undefined}
      onClose={onClose}
      title={known?.name ?? ''}
      width={860}
      share={known && { subject: 'device', id: known.id, name: known.name }}
      tags={known && <DeviceTags device={known} />}
      actions={
        known && (
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
            {steps
              .filter((one) => can.includes(one))
              .map((one) => (
                <Button key={one} danger={one === 'retire'} type={one === 'activate' ? 'primary' : 'default'} onClick={() => setStep(one)}>
                  {t(labels[one])}
                </Button>
              ))}
            {can.includes('edit') && <Button onClick={() => setEditing(true)}>{t('edit')}</Button>}
            {can.includes('remove') && <RemoveDevice device={known} onGone={onClose} />}
          </div>
        )
      }
    >
      <Shown asked={asked}>
        {({ device: shown, connection }) => (
          <>
            {mayLocks && <LockedNotice code={shown.code} />}
            <Tabs
              items={[
                { key: 'live', label: t('tabLive'), children: <LivePoints device={shown} /> },
                {
                  key: 'commands',
                  label: t('tabCommands'),
                  children: <Commands device={shown} may={can.includes('command')} mayDanger={can.includes('command-dangerous')} />,
                },
                { key: 'events', label: t('tabEvents'), children: <Events id={shown.id} /> },
                ...(mayFrames ? [{ key: 'frames', label: t('tabFrames'), children: <Frames id={shown.id} /> }] : []),
                { key: 'record', label: t('tabRecord'), children: <Record device={shown} connection={connection} /> },
                ...(mayManage ? [{ key: 'access', label: t('tabAccess'), children: <Access id={shown.id} /> }] : []),
                { key: 'history', label: t('tabHistory'), children: <History id={shown.id} /> },
              ]}
            />
          </>
        )}
      </Shown>
      <DeviceForm open={editing} onClose={() => setEditing(false)} known={known} />
      {known && <MoveDialog device={known} step={step} onClose={() => setStep(undefined)} />}
    </RecordDrawer>
  )
}
