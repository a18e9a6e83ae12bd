import { useSettings } from '@liren/client'
import { appGroups, type Tile } from '@liren/contract/capabilities/app'
import { useState } from 'react'
import { LinkButton } from '@/parts/button'
import { EmptyState } from '@/parts/empty-state'
import { Loaded } from '@/parts/loaded'
import { useMe } from '@/parts/me'
import { Page } from '@/parts/page'
import { TileGrid, useTiles } from '@/parts/tiles'
import { Box, Field } from '@/platform/elements'
import { serviceWords as words } from '@/words/home'
import { useSay } from '@/words/kit'

const groups = Object.keys(appGroups) as (keyof typeof appGroups)[]

/** Everything on the shelf: what was used last, then by group; found by any of its words. */
export default function Services() {
  const say = useSay()
  const { me } = useMe()
  const { recentServices } = useSettings()
  const [typed, setTyped] = useState('')
  const tiles = useTiles(me?.end === 'staff' || me?.end === 'grid' ? me.end : 'resident')
  const asked = typed.trim().toLowerCase()
  const fits = ({ text, hint, code }: Tile) =>
    [text.zh, text.en, hint.zh, hint.en, code].some((words) => words.toLowerCase().includes(asked))

  return (
    <Page page="pkg-life/services" title={words.title}>
      <Field
        id="service-search"
        className="input"
        kind="search"
        value={typed}
        onChange={setTyped}
        label={say(words.search)}
        placeholder={say(words.search)}
        maxLength={20}
      />
      <Loaded of={tiles} shape="tiles">
        {({ items }) => {
          if (asked !== '') {
            const found = items.filter(fits)
            return found.length > 0 ? (
              <Group title={say(words.title)} tiles={found} />
            ) : (
              <EmptyState scene="stairs" title={say(words.none)}>
                <LinkButton onTap={() => setTyped('')}>{say(words.clear)}</LinkButton>
              </EmptyState>
            )
          }
          const recent = recentServices.flatMap((code) => items.find((tile) => tile.code === code) ?? []).slice(0, 4)
          return (
            <>
              {recent.length > 0 ? <Group title={say(words.recent)} tiles={recent} /> : null}
              {groups.map((group) => {
                const mine = items.filter((tile) => tile.group === group)
                return mine.length > 0 ? <Group key={group} title={say(appGroups[group])} tiles={mine} /> : null
              })}
            </>
          )
        }}
      </Loaded>
    </Page>
  )
}

function Group({ title, tiles }: { title: string; tiles: readonly Tile[] }) {
  return (
    <Box as="section">
      <Box className="section-title heading" as="h2">
        {title}
      </Box>
      <Box className="card">
        <TileGrid tiles={tiles} />
      </Box>
    </Box>
  )
}
