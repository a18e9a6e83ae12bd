import { toMs, useCall } from '@liren/client'
import { environmentEndpoints, environmentFactors, environmentStaleMs, shownReading } from '@liren/contract/capabilities/environment'
import { Icon } from '@/parts/icon'
import { useMe } from '@/parts/me'
import { Tag } from '@/parts/status-tag'
import { TimeText, useNow } from '@/parts/time-text'
import { Box, Tap } from '@/platform/elements'
import { go } from '@/platform/nav'
import { environmentWords as words } from '@/words/environment'
import { useSay } from '@/words/kit'
import { AirTag, newestOf } from './station-card'

const mostShown = 3

/** The air at home in one line; nothing where no station is public. */
export function EnvironmentCard() {
  const say = useSay()
  const now = useNow()
  const { me, may } = useMe()
  const wanted = (me?.households.length ?? 0) > 0 && may('environment.own')
  const call = useCall(environmentEndpoints.own, wanted ? { query: {} } : null, { keep: true, on: ['environment.'] })
  const station = call.data?.items.find(({ readings }) => readings.length > 0)
  const newest = station && newestOf(station)
  if (!station || newest === undefined) return null
  return (
    <Tap id="home-air" className="card row gap-12" onTap={() => go('/pkg-life/environment')}>
      <Icon name="sun" className="lead-icon" />
      <Box className="grow">
        <Box className="row gap-8 wrap">
          <Box className="heading">{say(words.title)}</Box>
          <AirTag air={station.air} />
          {now - toMs(newest) > environmentStaleMs ? <Tag tone="warning" icon="clock" words={say(words.old)} /> : null}
        </Box>
        <Box className="number">
          {station.readings
            .slice(0, mostShown)
            .map(({ factor, value }) =>
              // a reading stays with its unit where the line breaks
              [say(environmentFactors[factor].text), shownReading(factor, value), environmentFactors[factor].unit].join('\u00a0'),
            )
            .join(' · ')}
        </Box>
        <Box className="small">
          {station.name} · <TimeText at={newest} />
        </Box>
      </Box>
      <Icon name="forward" />
    </Tap>
  )
}
