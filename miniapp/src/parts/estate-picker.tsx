import { type CommunityChoice, distance, useCall, useClient, useSettings } from '@liren/client'
import { place as contract } from '@liren/contract/capabilities/place'
import { useEffect, useState } from 'react'
import { Box, Field } from '@/platform/elements'
import { useSay } from '@/words/kit'
import { placeWords as words } from '@/words/report'
import { Cell } from './cell'
import { Loaded } from './loaded'
import { Sheet } from './sheet'

/** Estates by name, the nearest first when the person shows where they are. */
export function EstatePicker({
  open,
  onChoose,
  onClose,
}: {
  open: boolean
  onChoose: (estate: CommunityChoice) => void
  onClose: () => void
}) {
  const say = useSay()
  const { platform } = useClient()
  const { language } = useSettings()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    let here = true
    platform.clock.sleep(300).then(
      () => here && setAsked(typed.trim()),
      () => undefined,
    )
    return () => {
      here = false
    }
  }, [typed, platform])
  const call = useCall(contract.endpoints.estates, open ? { query: asked === '' ? {} : { q: asked } } : null, { keep: true })
  return (
    <Sheet open={open} id="estate-picker" title={say(words.estate)} onClose={onClose}>
      <Field
        id="estate-search"
        className="input"
        kind="search"
        value={typed}
        onChange={setTyped}
        label={say(words.search)}
        placeholder={say(words.search)}
        maxLength={30}
      />
      <Loaded of={call} shape="rows">
        {({ items }) =>
          items.length === 0 ? (
            <Box className="secondary center place-none">{say(words.noEstate)}</Box>
          ) : (
            <Box className="place-rows">
              {items.map((item) => (
                <Cell
                  key={item.id}
                  id={`estate-${item.id}`}
                  icon="building"
                  title={item.name}
                  hint={item.community}
                  extra={item.metres === undefined ? undefined : distance(item.metres, language)}
                  onTap={() => onChoose({ id: item.id, name: item.name, community: item.community })}
                />
              ))}
            </Box>
          )
        }
      </Loaded>
    </Sheet>
  )
}
