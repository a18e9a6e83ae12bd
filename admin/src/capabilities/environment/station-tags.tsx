import { duration, toMs } from '@liren/client/format/time'
import { type AirGrade, airGrades, environmentStaleMs, type Station } from '@liren/contract/capabilities/environment'
import { useLanguage, useText, useWords } from '../../app/language/use.ts'
import { type Status, StatusTag } from '../../parts/tag/status-tag.tsx'
import { useNow } from '../../parts/text/time.tsx'
import { words } from './words.ts'

const grades: Readonly<Record<AirGrade, Status>> = {
  excellent: { tone: 'success', icon: 'check' },
  good: { tone: 'success', icon: 'check' },
  light: { tone: 'warning', icon: 'alert' },
  moderate: { tone: 'warning', icon: 'alert' },
  heavy: { tone: 'danger', icon: 'alert' },
  severe: { tone: 'danger', icon: 'alert' },
}

/** `isNamed` where no heading says that it is the air. */
export function AirTag({ air, isNamed = false }: Pick<Station, 'air'> & { isNamed?: boolean }) {
  const t = useWords(words)
  const say = useText()
  if (air === null) return <span>{t('dash')}</span>
  return (
    <span title={t('airNote', { index: air.index })}>
      <StatusTag {...grades[air.grade]}>{isNamed ? `${t('airWord')} ${say(airGrades[air.grade])}` : say(airGrades[air.grade])}</StatusTag>
    </span>
  )
}

export function PresenceTag({ station }: { station: Station }) {
  const t = useWords(words)
  if (station.isOnline)
    return (
      <StatusTag tone="success" icon="dot">
        {t('online')}
      </StatusTag>
    )
  return (
    <StatusTag tone="neutral" icon={station.presence === 'offline' ? 'circle' : 'help'}>
      {t(station.presence === 'offline' ? 'offline' : 'unknown')}
    </StatusTag>
  )
}

/** The newest of its readings; how old a station is goes by it. */
export const newestOf = ({ readings }: Pick<Station, 'readings'>): string | undefined =>
  readings.map(({ at }) => at).reduce<string | undefined>((last, at) => (last === undefined || at > last ? at : last), undefined)

export const isStale = (at: string | undefined, now: number): boolean => at !== undefined && now - toMs(at) > environmentStaleMs

/** Says how old the readings are, once they are old. */
export function StaleTag({ station }: { station: Station }) {
  const t = useWords(words)
  const language = useLanguage()
  const now = useNow()
  const newest = newestOf(station)
  if (newest === undefined || !isStale(newest, now)) return null
  return (
    <StatusTag tone="warning" icon="clock">
      {t('stale', { age: duration(now - toMs(newest), language) })}
    </StatusTag>
  )
}
