import { duration, toMs, useSettings } from '@liren/client'
import {
  airGrades,
  type EnvironmentFactor,
  environmentFactors,
  environmentStaleMs,
  type PublicStation,
  type Station,
  shownReading,
} from '@liren/contract/capabilities/environment'
import type { ReactNode } from 'react'
import { Tag, type Tone } from '@/parts/status-tag'
import { TimeText, useNow } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { environmentWords as words } from '@/words/environment'
import { useSay } from '@/words/kit'
import './environment.css'

const gradeTones: Record<keyof typeof airGrades, Tone> = {
  excellent: 'success',
  good: 'success',
  light: 'warning',
  moderate: 'warning',
  heavy: 'danger',
  severe: 'danger',
}

/** The newest of its readings; how old a station is goes by it. */
export const newestOf = ({ readings }: Pick<PublicStation, 'readings'>): string | undefined =>
  readings.map(({ at }) => at).reduce<string | undefined>((last, at) => (last === undefined || at > last ? at : last), undefined)

export function AirTag({ air }: Pick<PublicStation, 'air'>) {
  const say = useSay()
  if (air === null) return null
  const isBad = gradeTones[air.grade] !== 'success'
  return <Tag tone={gradeTones[air.grade]} icon={isBad ? 'alert' : 'check'} words={say(words.air(say(airGrades[air.grade])))} />
}

/** One station: what it reads, when, and whether that is old. */
export function StationCard({
  station,
  chosen,
  onChoose,
  children,
}: {
  station: PublicStation | Station
  chosen?: EnvironmentFactor | undefined
  onChoose: (factor: EnvironmentFactor) => void
  children?: ReactNode
}) {
  const say = useSay()
  const { language } = useSettings()
  const now = useNow()
  const newest = newestOf(station)
  const age = newest === undefined ? 0 : now - toMs(newest)
  return (
    <Box className="card stack gap-8" id={`station-${station.id}`}>
      <Box className="row between gap-8">
        <Box className="heading grow">{station.name}</Box>
        <AirTag air={station.air} />
      </Box>
      <Box className="row gap-8 wrap">
        <Box className="secondary">{station.place}</Box>
        {station.isOnline ? null : <Tag tone="neutral" icon="offline" words={say(words.offline)} />}
        {'openAlarms' in station ? <StaffTags station={station} /> : null}
      </Box>
      {newest === undefined ? (
        <Box className="secondary">{say(words.noReadings)}</Box>
      ) : (
        <>
          <Box className="station-readings">
            {station.readings.map(({ factor, value, at }) => {
              const { text, unit } = environmentFactors[factor]
              const isOld = now - toMs(at) > environmentStaleMs
              return (
                <Tap
                  key={factor}
                  id={`reading-${station.id}-${factor}`}
                  className={`station-reading ${factor === chosen ? 'station-reading-on' : ''}`}
                  label={`${say(text)} ${shownReading(factor, value)} ${unit}${isOld ? ` ${say(words.old)}` : ''}`}
                  onTap={() => onChoose(factor)}
                >
                  <Box className="small">{say(text)}</Box>
                  <Box className="heading number">{shownReading(factor, value)}</Box>
                  <Box className="small">{isOld ? say(words.old) : unit}</Box>
                </Tap>
              )
            })}
          </Box>
          <Box className="row gap-8 wrap small">
            {say(words.readAt)} <TimeText at={newest} />
            {age > environmentStaleMs ? <Tag tone="warning" icon="clock" words={say(words.staleNote(duration(age, language)))} /> : null}
          </Box>
        </>
      )}
      {children}
    </Box>
  )
}

function StaffTags({ station }: { station: Station }) {
  const say = useSay()
  return (
    <>
      <Tag tone="neutral" icon={station.isPublic ? 'eye' : 'lock'} words={say(station.isPublic ? words.public : words.hidden)} />
      {station.openAlarms > 0 ? <Tag tone="danger" icon="alert" words={say(words.alarms(station.openAlarms))} /> : null}
    </>
  )
}
