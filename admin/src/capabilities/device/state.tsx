import type { Device } from '@liren/contract/capabilities/device'
import type { DeviceCommandView } from '@liren/contract/device/command-endpoints'
import { useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { words } from './words.ts'

const presences: Readonly<Record<Device['presence'], Status>> = {
  online: { tone: 'success', icon: 'dot' },
  offline: { tone: 'neutral', icon: 'circle' },
  unknown: { tone: 'neutral', icon: 'help' },
}
const stages: Readonly<Record<Device['stage'], Status>> = {
  found: { tone: 'info', icon: 'search' },
  registered: { tone: 'neutral', icon: 'hourglass' },
  active: { tone: 'success', icon: 'play' },
  maintaining: { tone: 'warning', icon: 'settings' },
  stopped: { tone: 'neutral', icon: 'pause' },
  retired: { tone: 'neutral', icon: 'ban' },
}
const commands: Readonly<Record<DeviceCommandView['state'], Status>> = {
  waiting: { tone: 'info', icon: 'hourglass' },
  sent: { tone: 'primary', icon: 'send' },
  accepted: { tone: 'primary', icon: 'half' },
  done: { tone: 'success', icon: 'check' },
  expired: { tone: 'warning', icon: 'clock' },
  failed: { tone: 'danger', icon: 'alert' },
  cancelled: { tone: 'neutral', icon: 'undo' },
}

/** Where it stands in its life; how it is heard is said only of one that runs. */
export function DeviceTags({ device }: { device: Pick<Device, 'stage' | 'presence'> }) {
  const t = useWords(words)
  return (
    <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 4 }}>
      {device.stage === 'active' ? (
        <StatusTag {...presences[device.presence]}>{t(`p_${device.presence}`)}</StatusTag>
      ) : (
        <StatusTag {...stages[device.stage]}>{t(`s_${device.stage}`)}</StatusTag>
      )}
    </span>
  )
}

export function CommandTag({ state }: { state: DeviceCommandView['state'] }) {
  const t = useWords(words)
  return <StatusTag {...commands[state]}>{t(`c_${state}`)}</StatusTag>
}
