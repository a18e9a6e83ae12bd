import { clockTime, friendlyTime, useCall, useClient, useSettings } from '@liren/client'
import { type AthomeState, athomeEndpoints, athomeReasons, athomeStates, meterSigns, passSigns } from '@liren/contract/capabilities/athome'
import { energyCarriers } from '@liren/contract/capabilities/energy'
import { useState } from 'react'
import type { IconName } from '@/look/icons'
import { LinkButton } from '@/parts/button'
import { Tag, type Tone } from '@/parts/status-tag'
import { Box } from '@/platform/elements'
import { athomeWords as words } from '@/words/athome'
import { useSay } from '@/words/kit'

const looks: Readonly<Record<AthomeState, { tone: Tone; icon: IconName }>> = {
  in: { tone: 'success', icon: 'check' },
  away: { tone: 'info', icon: 'logout' },
  unknown: { tone: 'neutral', icon: 'help' },
}

/** Before a walk: whether somebody is in, as of now. Where it is not known or there is no network, the visit goes on as ever. */
export function AthomeCard({ houseId }: { houseId: string }) {
  const say = useSay()
  const { language } = useSettings()
  const { platform } = useClient()
  const { data } = useCall(athomeEndpoints.read, { params: { id: houseId } }, { on: ['athome.'] })
  const [isOpen, setOpen] = useState(false)
  if (!data?.isOn) return null
  return (
    <Box className="card" id="visit-athome" role="status">
      <Box className="row between gap-8">
        <Box className="heading grow">{say(words.title)}</Box>
        <Tag
          {...looks[data.state]}
          words={`${say(athomeStates[data.state])}${data.confidence === null ? '' : ` · ${say(words.sure(data.confidence))}`}`}
        />
      </Box>
      {data.reason ? <Box className="secondary">{say(athomeReasons[data.reason])}</Box> : null}
      {isOpen ? (
        <>
          {data.passes.map(({ personId, name, sign, at, gate }) => (
            <Box key={personId} className="secondary">
              {say(
                at
                  ? words.pass(name, say(passSigns[sign]), friendlyTime(at, platform.clock.now(), language), gate ?? '')
                  : words.unseen(name, say(passSigns[sign])),
              )}
            </Box>
          ))}
          {data.meters.map(({ meterId, carrier, sign }) => (
            <Box key={meterId} className="secondary">
              {say(words.meter(say(energyCarriers[carrier].text), say(meterSigns[sign])))}
            </Box>
          ))}
          <Box className="small">{say(words.judgedAt(clockTime(data.judgedAt)))}</Box>
        </>
      ) : null}
      <LinkButton id="visit-athome-why" onTap={() => setOpen(!isOpen)}>
        {say(isOpen ? words.less : words.why)}
      </LinkButton>
    </Box>
  )
}
